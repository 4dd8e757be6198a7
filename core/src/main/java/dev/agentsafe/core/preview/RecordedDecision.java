package dev.agentsafe.core.preview;

import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.RuleName;
import java.util.Optional;

/**
 * A decision of the journal, with all that rules saw of its request.
 *
 * @param seq 0-based position in the journal
 */
public record RecordedDecision(long seq, String auditId, Facts facts, Outcome outcome) {

  /**
   * What was decided.
   *
   * @param rule the rule that decided; empty for the default deny
   * @param overruled what the rules alone said, where cumulative risk said something else
   * @param assumed whether the target was not recorded, and is taken as the inventory has it now
   */
  public record Outcome(
      Effect effect, Optional<RuleName> rule, Optional<Effect> overruled, boolean assumed) {
    /** What the rules alone said. */
    public Effect ruled() {
      return overruled.orElse(effect);
    }
  }

  /** What comes of it where the rules say that; what cumulative risk added then, it adds again. */
  public Effect under(Effect ruled) {
    if (outcome.overruled().isEmpty()) {
      return ruled;
    }
    return switch (outcome.effect()) {
      case DENY -> Effect.DENY;
      case REQUIRE_APPROVAL -> ruled == Effect.ALLOW ? Effect.REQUIRE_APPROVAL : ruled;
      case ALLOW -> ruled;
    };
  }
}
