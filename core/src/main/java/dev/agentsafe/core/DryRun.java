package dev.agentsafe.core;

import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.state.Rehearsal;

/** What would become of a request if it were made now. */
public sealed interface DryRun {

  /**
   * It can be made.
   *
   * @param rehearsal what would change, from live state
   * @param decision what the rules say of it, rates and cumulative risk left aside
   */
  record Looked(Rehearsal.Outcome rehearsal, PolicyDecision decision) implements DryRun {}

  /** It does not fit the workspace, and this is why. */
  record Unfit(String why) implements DryRun {}
}
