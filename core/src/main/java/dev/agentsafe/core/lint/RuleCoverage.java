package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import java.util.List;

/**
 * Which rules a run of policy tests has shown at work.
 *
 * @param rows each rule in order of evaluation
 */
public record RuleCoverage(List<Row> rows) {
  public RuleCoverage {
    rows = List.copyOf(rows);
  }

  /**
   * What the tests showed of one rule.
   *
   * @param decided tests that it decided
   * @param matched tests whose request it matches, whether or not an earlier rule decided
   */
  public record Row(Rule rule, int decided, int matched) {}

  /** How many rules decided a test. */
  public long decided() {
    return rows.stream().filter(row -> row.decided() > 0).count();
  }

  /** The part of the rules that decided a test, in percent; 100 where there are no rules. */
  public double percent() {
    return rows.isEmpty() ? 100 : 100.0 * decided() / rows.size();
  }
}
