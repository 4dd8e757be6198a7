package dev.agentsafe.app.wire;

import dev.agentsafe.core.SecretMarks;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A question to people: as the agent that waits sees it, and as the operator sees it. */
public final class ApprovalForm {
  private static final String EXPIRED = "Nobody answered in time; ask again.";

  private ApprovalForm() {}

  /**
   * What the agent that asked is told.
   *
   * @param open what the agent can still get, and what keeps it from that
   */
  public static Value.Fields waiting(ApprovalRequest request, Standing standing, Open open) {
    return head(request, standing)
        .put("offer", offer(request, standing))
        .put("ticket", open.ticket().<Value>map(DecisionForm::ticket).orElse(Value.NULL))
        .put("held", Value.ofOptional(open.hold().map(Hold::words)))
        .put("expires_at", Times.text(request.span().expires()))
        .put("claim_until", Value.ofOptional(open.claimUntil().map(Times::text)))
        .done();
  }

  /**
   * What an agent can get.
   *
   * @param hold what stops it; there is no ticket meanwhile
   * @param claimUntil when an approval that nobody has claimed is worth nothing any more
   */
  public record Open(Optional<Ticket> ticket, Optional<Hold> hold, Optional<Instant> claimUntil) {}

  /**
   * What the operator is shown: all that a vote is signed for, as the journal has it, so that
   * whoever signs can compute the digests from what they were shown.
   */
  public static Value.Fields question(ApprovalRequest request, Standing standing) {
    var asked = request.binding().request();
    var seen = Seen.of(request);
    var sealed = request.binding().sealed();
    return head(request, standing)
        .put("action", asked.action().name().value())
        .put("target", asked.target().id().value())
        .put("environment", asked.target().standing().environment().label())
        .put("effective_risk", request.asked().effectiveRisk().label())
        .put("caller", asked.caller().id().value())
        .put("params", sealed.get("params").orElse(Value.EMPTY))
        .put("why", request.asked().reason())
        .put("policy_matched", Value.ofOptional(request.asked().rule().map(r -> r.name().value())))
        .put("ticket_id", sealed.get("ticket_id").orElse(Value.NULL))
        .put("rollback_of", Value.ofOptional(request.asked().rollbackOf()))
        .put("offer", offer(request, standing))
        .put("evidence", evidence(request.asked().evidence()))
        .put("quorum", quorum(request))
        .put("delegation_chain", Value.texts(chain(request)))
        .put("digest", seen.request())
        .put("policy_version", seen.policyVersion())
        .put("evidence_digest", seen.evidence())
        .put(
            "votes",
            new Value.Items(request.votes().stream().<Value>map(ApprovalForm::vote).toList()))
        .put("audit_id", request.binding().auditId())
        .put("asked_at", Times.text(request.span().asked()))
        .put("expires_at", Times.text(request.span().expires()))
        .done();
  }

  /** The word for where a question stands. */
  public static String status(Standing standing) {
    return switch (standing) {
      case Standing.Pending p -> "pending";
      case Standing.Approved a -> "approved";
      case Standing.Denied d -> "denied";
      case Standing.Offered o -> "offered";
      case Standing.Cancelled c -> "cancelled";
      case Standing.Expired e -> "expired";
      case Standing.Unclaimed u -> "unclaimed";
    };
  }

  /** What people agree to instead of what was asked; null where they offer nothing. */
  private static Value offer(ApprovalRequest request, Standing standing) {
    if (!(standing instanceof Standing.Offered(var by, var reason, var changes))) {
      return Value.NULL;
    }
    var asked = request.binding().request();
    return new Members()
        .put("params", SecretMarks.hidden(asked.action(), changes.on(asked.params())))
        .put("changed", changes.params())
        .put("life_seconds", changes.lifeSeconds().map(Value::of).orElse(Value.NULL))
        .done();
  }

  private static Members head(ApprovalRequest request, Standing standing) {
    var members =
        new Members().put("request_id", request.id().value()).put("status", status(standing));
    return switch (standing) {
      case Standing.Approved(var by, var reason) -> members.put("by", by).put("reason", reason);
      case Standing.Denied(var by, var reason) -> members.put("by", by).put("reason", reason);
      case Standing.Offered(var by, var reason, var changes) ->
          members.put("by", by).put("reason", reason);
      case Standing.Cancelled(var reason) -> members.put("by", Value.NULL).put("reason", reason);
      case Standing.Pending p -> members.put("by", Value.NULL).put("reason", Value.NULL);
      case Standing.Expired e -> members.put("by", Value.NULL).put("reason", EXPIRED);
      case Standing.Unclaimed(var by) ->
          members
              .put("by", Value.NULL)
              .put(
                  "reason",
                  "`%s` approved it, and nobody came for the ticket in time; ask again."
                      .formatted(by));
    };
  }

  /** The people that the rule asks for, and who is there by now. */
  private static Value quorum(ApprovalRequest request) {
    return new Value.Items(
        Quorum.places(Eligibility.clauses(request), request.votes()).stream()
            .<Value>map(place ->
                new Members()
                    .put("roles", Value.texts(place.clause().roles()))
                    .put("groups", Value.texts(place.clause().groups()))
                    .put("users", Value.texts(place.clause().users()))
                    .put("by", Value.ofOptional(place.by().map(o -> o.id().value())))
                    .done())
            .toList());
  }

  private static List<String> chain(ApprovalRequest request) {
    return request.binding().request().caller().delegation().links().stream()
        .map(l -> l.id().value())
        .toList();
  }

  private static Value.Fields vote(Vote vote) {
    return new Members()
        .put("voter", vote.voter().id().value())
        .put("approves", Value.of(vote.approves()))
        .put("reason", vote.reason())
        .put("changes", vote.choice().changes().value())
        .put("cast_at", Times.text(vote.castAt()))
        .put("key_id", vote.signed().statement().by().keyId())
        .done();
  }

  private static Value.Fields evidence(Rehearsal.Outcome evidence) {
    return switch (evidence) {
      case Rehearsal.Outcome.Gathering g -> new Members().put("status", "gathering").done();
      case Rehearsal.Outcome.NotPossible(var why, var hint) ->
          new Members()
              .put("status", "not_possible")
              .put("why", why)
              .put("hint", Value.ofOptional(hint))
              .done();
      case Rehearsal.Outcome.Done(var seen) ->
          new Members()
              .put("status", "done")
              .put("now", seen.now())
              .put("after", seen.after())
              .put("affected", Value.texts(seen.affected()))
              .put("prechecks", prechecks(seen.prechecks()))
              .put("notes", Value.texts(seen.notes()))
              .done();
    };
  }

  static Value prechecks(Iterable<PrecheckResult> results) {
    var items = new java.util.ArrayList<Value>();
    for (var result : results) {
      items.add(
          new Members()
              .put("name", result.name())
              .put("passed", Value.of(result.passed()))
              .put("message", result.message())
              .put("advisory", Value.of(result.advisory()))
              .done());
    }
    return new Value.Items(items);
  }
}
