package dev.agentsafe.core.approval;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question to people: may this be done?
 *
 * @param binding what a vote is bound to
 * @param asked what the rules said
 * @param span how long the question stands
 * @param votes in the order they were cast
 */
public record ApprovalRequest(
    ApprovalId id, Binding binding, Asked asked, Span span, List<Vote> votes) {
  public ApprovalRequest {
    votes = List.copyOf(votes);
  }

  /** The same question with one more vote. */
  public ApprovalRequest withVote(Vote vote) {
    var all = new ArrayList<>(votes);
    all.add(vote);
    return new ApprovalRequest(id, binding, asked, span, all);
  }

  /** The same question with other evidence. */
  public ApprovalRequest withEvidence(Rehearsal.Outcome evidence) {
    return new ApprovalRequest(
        id,
        binding,
        new Asked(
            asked.rule(), asked.reason(), asked.effectiveRisk(), asked.rollbackOf(), evidence),
        span,
        votes);
  }

  /**
   * What a vote is bound to.
   *
   * @param auditId the decision that asked
   * @param sealed what the request's digest is over: its members as they are recorded, secrets
   *     taken out
   * @param policyVersion SHA-256 hex over the rules that asked
   */
  public record Binding(
      ActionRequest request, String auditId, Value.Fields sealed, String policyVersion) {

    /** SHA-256 hex over the request; see {@link Sealing#request}. */
    public String digest() {
      return Sealing.request(sealed);
    }
  }

  /**
   * What the rules said.
   *
   * @param rollbackOf the decision that this request undoes, where it is a roll-back
   * @param evidence what would change; empty where it could not be rehearsed
   */
  public record Asked(
      Optional<Rule> rule,
      String reason,
      RiskClass effectiveRisk,
      Optional<String> rollbackOf,
      Rehearsal.Outcome evidence) {}

  /**
   * How long a question stands.
   *
   * @param claimLife how long its approval then waits for the agent to come for its ticket
   */
  public record Span(Instant asked, Instant expires, Duration claimLife) {}
}
