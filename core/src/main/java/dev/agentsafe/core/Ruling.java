package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.ticket.Ticket;
import java.util.Optional;

/**
 * The answer to a submission, as recorded.
 *
 * @param auditId the journal entry that records it
 * @param grounds why
 * @param cumulative what the caller's recent risk adds; empty where it is not tracked
 * @param ticket present where it may be done now
 * @param approval present where a person must answer first
 */
public record Ruling(
    Effect result,
    String auditId,
    Submission submission,
    Grounds grounds,
    Optional<Cumulative> cumulative,
    Optional<Ticket> ticket,
    Optional<ApprovalId> approval) {

  /**
   * Why.
   *
   * @param risk the action's; critical for an unknown one
   */
  public record Grounds(
      String reason, Optional<Rule> rule, RiskClass risk, RiskClass effectiveRisk) {}

  /**
   * The caller's risk in the window, this request included.
   *
   * @param escalatedFrom what the rules alone said, where the total changed it
   */
  public record Cumulative(long score, String riskClass, Optional<Effect> escalatedFrom) {}
}
