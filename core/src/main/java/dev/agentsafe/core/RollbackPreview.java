package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.state.Rehearsal;

/** What a roll-back would do if it were asked for now. */
public sealed interface RollbackPreview {

  /**
   * It can be asked for.
   *
   * @param before the state the original found, to which it goes back
   * @param after the state the original left; a live state that differs from it is drift
   * @param rehearsal the inverse against live state
   * @param decision what the rules say of it
   */
  record Ready(
      RollbackPlan plan,
      Value.Fields before,
      Value.Fields after,
      Rehearsal.Outcome rehearsal,
      PolicyDecision decision)
      implements RollbackPreview {}

  /** It cannot be undone, and this is why. */
  record Impossible(String why) implements RollbackPreview {}
}
