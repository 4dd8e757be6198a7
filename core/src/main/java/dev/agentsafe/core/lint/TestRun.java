package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What came of running all policy tests of a workspace; immutable.
 *
 * @param results in the order of the files; none where the tests do not load
 * @param coverage each rule in order of evaluation
 * @param problems why the tests do not load; empty where they do
 */
public record TestRun(
    List<PolicyTest.Result> results, RuleCoverage coverage, List<Problem> problems) {
  public TestRun {
    results = List.copyOf(results);
    problems = List.copyOf(problems);
  }

  /** Runs those tests. */
  static TestRun of(PolicyTests runner, List<PolicyTest> tests, Facts.When now) {
    return new TestRun(
        tests.stream().map(test -> runner.run(test, now)).toList(),
        runner.coverage(tests, now),
        List.of());
  }

  /** How many came out as expected. */
  public long passed() {
    return results.stream().filter(PolicyTest.Result::passed).count();
  }

  /** Those that did not. */
  public List<PolicyTest.Result> failing() {
    return results.stream().filter(result -> !result.passed()).toList();
  }

  /** The tests that a rule decided. */
  public List<PolicyTest.Result> of(Rule rule) {
    return results.stream()
        .filter(result -> result.rule().equals(Optional.of(rule.name())))
        .toList();
  }

  /** The rule that stands at a line of a file, or above it. */
  public Optional<RuleCoverage.Row> ruleAt(Location place) {
    return coverage.rows().stream()
        .filter(row -> isAbove(row.rule().origin(), place))
        .max((a, b) -> a.rule().origin().line() - b.rule().origin().line());
  }

  /** The test that stands at a line of a file, or above it. */
  public Optional<PolicyTest.Result> testAt(Location place) {
    return results.stream()
        .filter(result -> isAbove(result.test().origin(), place))
        .max((a, b) -> a.test().origin().line() - b.test().origin().line());
  }

  private static boolean isAbove(Location origin, Location place) {
    return origin.file().equals(place.file()) && origin.line() <= place.line();
  }
}
