package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.ticket.Ticket;
import java.util.LinkedHashMap;
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
   * @param window what the total is taken over
   */
  public record Cumulative(
      long score, RiskClass risk, Optional<Effect> escalatedFrom, Window window) {}

  /** The window that risk is added up in. */
  public record Window(int entries, double seconds) {}

  /**
   * What the journal keeps of a decision beside the fields of a line: on whose behalf the caller
   * acts, and its risk in the window. Empty where there is nothing of either.
   */
  public static Value.Fields context(Submission submission, Optional<Cumulative> cumulative) {
    var context = new LinkedHashMap<String, Value>();
    submission.caller().ifPresent(caller -> context.putAll(caller.context().values()));
    cumulative.ifPresent(c -> {
      context.put("cumulative_risk_score", Value.of(c.score()));
      context.put("cumulative_risk_class", Value.of(c.risk().label()));
      context.put("cumulative_entry_count", Value.of(c.window().entries()));
      context.put("cumulative_window_seconds", Value.of(c.window().seconds()));
      c.escalatedFrom().ifPresent(from -> context.put("escalated_from", Value.of(from.label())));
    });
    return new Value.Fields(context);
  }
}
