package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Location;
import java.util.Optional;

/**
 * A request and what the policies must say of it.
 *
 * @param origin where the test begins
 * @param at when it is asked; absent: when the test runs
 */
public record PolicyTest(
    String name,
    Location origin,
    Submission submission,
    Optional<Facts.When> at,
    Expectation expectation) {

  /**
   * What must come out.
   *
   * @param rule the name of the deciding rule, where it matters
   * @param reason a part of the reason, where it matters
   */
  public record Expectation(Effect effect, Optional<RuleName> rule, Optional<String> reason) {}

  /**
   * What came out.
   *
   * @param rule the deciding rule; empty where none did
   * @param failure what is not as expected; empty: the test passed
   */
  public record Result(
      PolicyTest test,
      Effect actual,
      String reason,
      Optional<RuleName> rule,
      Optional<String> failure) {

    /** Whether all is as expected. */
    public boolean passed() {
      return failure.isEmpty();
    }
  }
}
