package dev.agentsafe.core.policy;

import java.util.List;
import java.util.Optional;

/**
 * How a decision came about, rule by rule in order of evaluation, up to the one that decided.
 *
 * @param steps every rule looked at
 */
public record Trace(PolicyDecision decision, List<Step> steps) {
  public Trace {
    steps = List.copyOf(steps);
  }

  /**
   * One rule looked at.
   *
   * @param failed the first condition that did not hold; empty: the rule matched
   */
  public record Step(Rule rule, Optional<Failed> failed) {}

  /**
   * A condition that did not hold.
   *
   * @param condition its key in the file, such as {@code targets.environments}
   * @param wanted what the rule asks for
   * @param found what the request has
   */
  public record Failed(String condition, String wanted, String found) {}
}
