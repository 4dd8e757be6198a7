package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words the entry of each step; {@code decision}, {@code state_capture} and {@code execution} have
 * the shape that 0.16 gives them, with members of ours beside its own.
 */
final class Drafts {
  private final Secrets secrets;
  private final Ids ids;

  /**
   * Words entries.
   *
   * @param secrets takes what is secret out of parameters
   */
  Drafts(Secrets secrets, Ids ids) {
    this.secrets = secrets;
    this.ids = ids;
  }

  /** What was decided, with the facts that a later replay needs. */
  EntryDraft decision(Ruling ruling, Origin origin, String policyVersion) {
    var grounds = ruling.grounds();
    var submission = ruling.submission();
    var fields = new LinkedHashMap<>(Ruling.context(submission, ruling.cumulative()).values());
    submission.caller().ifPresent(c -> fields.put("caller", caller(c)));
    fields.put("policy_version", Value.of(policyVersion));
    ruling.approval().ifPresent(id -> fields.put("request_id", Value.of(id.value())));
    origin.rollbackOf().ifPresent(of -> fields.put("rollback_of", Value.of(of)));
    return new EntryDraft(
        ruling.auditId(),
        EntryType.DECISION,
        new AuditEntry.Subject(
            submission.action().value(),
            submission.target().map(t -> t.value()).orElse("unknown"),
            submission.callerId().value(),
            origin.correlation()),
        new AuditEntry.Ruling(
            ruling.result().label(),
            grounds.reason(),
            grounds.rule().map(r -> r.name().value()),
            Optional.of(grounds.risk().label()),
            Optional.of(grounds.effectiveRisk().label())),
        new EntryDraft.Details(
            secrets.hide(submission), submission.changeTicket(), context(fields)));
  }

  /** Somebody was refused without a decision. */
  EntryDraft refusal(String caller, String what, String reason) {
    return new EntryDraft(
        ids.event(),
        EntryType.REFUSAL,
        new AuditEntry.Subject("", "unknown", caller, Optional.empty()),
        new AuditEntry.Ruling(
            Effect.DENY.label(), reason, Optional.empty(), Optional.empty(), Optional.empty()),
        new EntryDraft.Details(
            Value.EMPTY, Optional.empty(), context(Map.of("refused", Value.of(what)))));
  }

  /** People are asked. */
  EntryDraft asked(ApprovalRequest request) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("request_id", Value.of(request.id().value()));
    fields.put("digest", Value.of(request.binding().digest()));
    fields.put("policy_version", Value.of(request.binding().policyVersion()));
    fields.put("expires_at", Value.of(request.span().expires().toString()));
    fields.put("rollback_of", Value.ofOptional(request.asked().rollbackOf()));
    fields.put("caller", caller(request.binding().request().caller()));
    fields.put("rule", Value.ofOptional(request.asked().rule().map(r -> r.name().value())));
    return step(
        EntryType.APPROVAL_REQUESTED,
        request,
        Effect.REQUIRE_APPROVAL.label(),
        request.asked().reason(),
        fields);
  }

  /** What would change was read for a question. */
  EntryDraft evidence(ApprovalRequest request, Rehearsal.Outcome evidence) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("request_id", Value.of(request.id().value()));
    var words =
        switch (evidence) {
          case Rehearsal.Outcome.Gathering() -> "Evidence is being gathered";
          case Rehearsal.Outcome.NotPossible(var why, var hint) -> why;
          case Rehearsal.Outcome.Done(var rehearsal) -> {
            fields.put("now", rehearsal.now());
            fields.put("after", rehearsal.after());
            fields.put("affected", Value.texts(rehearsal.affected()));
            fields.put("precheck_results", prechecks(rehearsal.prechecks()));
            fields.put("notes", Value.texts(rehearsal.notes()));
            yield "Evidence for " + request.binding().auditId();
          }
        };
    return step(EntryType.EVIDENCE, request, "", words, fields);
  }

  /** A person answered. */
  EntryDraft vote(ApprovalRequest request, Vote vote) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("request_id", Value.of(request.id().value()));
    fields.put("voter", Value.of(vote.voter().id().value()));
    fields.put("voter_roles", Value.texts(vote.voter().roles()));
    fields.put("voter_groups", Value.texts(vote.voter().groups()));
    fields.put("digest", Value.of(request.binding().digest()));
    fields.put("cast_at", Value.of(vote.castAt().toString()));
    return step(
        EntryType.VOTE,
        request,
        vote.approves() ? Effect.ALLOW.label() : Effect.DENY.label(),
        vote.reason(),
        fields);
  }

  /** A question is settled. */
  EntryDraft resolved(ApprovalRequest request, Standing standing) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("request_id", Value.of(request.id().value()));
    return switch (standing) {
      case Standing.Approved(var by, var reason) -> {
        fields.put("outcome", Value.of("approved"));
        fields.put("by", Value.of(by));
        yield step(EntryType.APPROVAL_RESOLVED, request, Effect.ALLOW.label(), reason, fields);
      }
      case Standing.Denied(var by, var reason) -> {
        fields.put("outcome", Value.of("denied"));
        fields.put("by", Value.of(by));
        yield step(EntryType.APPROVAL_RESOLVED, request, Effect.DENY.label(), reason, fields);
      }
      case Standing.Expired() -> {
        fields.put("outcome", Value.of("expired"));
        yield step(
            EntryType.APPROVAL_RESOLVED,
            request,
            Effect.DENY.label(),
            "Nobody answered in time",
            fields);
      }
      case Standing.Pending() ->
          throw new IllegalArgumentException("a pending question is not settled");
    };
  }

  /** A question of an earlier process cannot be put any more. */
  EntryDraft lapsed(AuditEntry asked) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("request_id", Value.ofOptional(asked.context().text("request_id")));
    fields.put("outcome", Value.of("expired"));
    return new EntryDraft(
        ids.event(),
        EntryType.APPROVAL_RESOLVED,
        asked.subject(),
        new AuditEntry.Ruling(
            Effect.DENY.label(),
            "The request does not fit the workspace any more",
            Optional.empty(),
            asked.ruling().riskClass(),
            asked.ruling().effectiveRisk()),
        new EntryDraft.Details(asked.params(), asked.line().text("ticket_id"), context(fields)));
  }

  /** Decision and reason of an entry. */
  record Words(String decision, String reason) {}

  private EntryDraft step(
      EntryType type,
      ApprovalRequest request,
      String decision,
      String reason,
      Map<String, Value> fields) {
    return about(
        type,
        request.binding().request(),
        request.binding().auditId(),
        new Words(decision, reason),
        fields);
  }

  EntryDraft about(
      EntryType type,
      ActionRequest request,
      String auditId,
      Words words,
      Map<String, Value> fields) {
    return new EntryDraft(
        ids.event(),
        type,
        new AuditEntry.Subject(
            request.action().name().value(),
            request.target().id().value(),
            request.caller().id().value(),
            Optional.of(auditId)),
        new AuditEntry.Ruling(
            words.decision(),
            words.reason(),
            Optional.empty(),
            Optional.of(request.action().scope().risk().label()),
            Optional.of(request.effectiveRisk().label())),
        new EntryDraft.Details(secrets.hide(request), request.changeTicket(), context(fields)));
  }

  static Value.Fields caller(Caller caller) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("agent_name", Value.of(caller.name()));
    fields.put("roles", Value.texts(caller.grants().roles()));
    fields.put("groups", Value.texts(caller.grants().groups()));
    fields.put(
        "delegation_chain",
        Value.texts(caller.delegation().links().stream().map(l -> l.id().value()).toList()));
    return new Value.Fields(fields);
  }

  static Value prechecks(List<PrecheckResult> results) {
    return new Value.Items(
        results.stream()
            .<Value>map(r ->
                new Value.Fields(
                    Map.of(
                        "name", Value.of(r.name()),
                        "passed", Value.of(r.passed()),
                        "message", Value.of(r.message()),
                        "advisory", Value.of(r.advisory()))))
            .toList());
  }

  private static Optional<Value.Fields> context(Map<String, Value> fields) {
    return Optional.of(new Value.Fields(fields));
  }
}
