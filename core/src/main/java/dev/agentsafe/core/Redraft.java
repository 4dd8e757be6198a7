package dev.agentsafe.core;

import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.policy.PolicyDecision;

/** What would become of less than was asked, before an approver offers it. */
public sealed interface Redraft {

  /**
   * It is less of the same, and the rules in force say this of it; a Deny is among it.
   *
   * @param effectiveRisk of what is left
   */
  record Decided(PolicyDecision decision, RiskClass effectiveRisk) implements Redraft {}

  /** It is not less of the same, or cannot be offered at all. */
  record Refused(Voted.Refused why) implements Redraft {}
}
