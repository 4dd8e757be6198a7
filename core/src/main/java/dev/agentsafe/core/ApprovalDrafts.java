package dev.agentsafe.core;

import dev.agentsafe.core.Drafts.Words;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.RecordedTerms;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Sealing;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words the entries from a question to its end. */
record ApprovalDrafts(Drafts drafts) {

  /** An operator is there, has other roles or keys than before, or is not there any more. */
  EntryDraft operator(String id, Optional<Operators.Member> member) {
    return drafts.aside(
        EntryType.OPERATOR_CHANGED,
        "operator/" + id,
        new Words(
            "", member.isPresent() ? "Operator as listed" : "Operator is not listed any more"),
        Map.of(
            "operator", Value.of(id),
            "listed", member.<Value>map(ApprovalDrafts::listed).orElse(Value.NULL)));
  }

  /** What the journal keeps of an operator. */
  static Value.Fields listed(Operators.Member member) {
    var person = member.operator();
    return Value.EMPTY
        .with("name", Value.of(person.name()))
        .with("roles", Value.texts(person.roles()))
        .with("groups", Value.texts(person.groups()))
        .with(
            "keys",
            new Value.Items(
                member.keys().stream()
                    .<Value>map(k ->
                        Value.EMPTY
                            .with("public", Value.of(k.key().text()))
                            .with("retired", Value.ofOptional(k.retired().map(Object::toString))))
                    .toList()));
  }

  /** People are asked. */
  EntryDraft asked(ApprovalRequest request) {
    return asked(request, new LinkedHashMap<>());
  }

  /** They are asked again what they were asked before, under other rules. */
  EntryDraft askedAgain(ApprovalRequest request) {
    return asked(request, new LinkedHashMap<>(Map.of("asked_again", Value.of(true))));
  }

  private EntryDraft asked(ApprovalRequest request, LinkedHashMap<String, Value> fields) {
    fields.put("request_id", Value.of(request.id().value()));
    fields.put("digest", Value.of(request.binding().digest()));
    fields.put("policy_version", Value.of(request.binding().policyVersion()));
    fields.put("expires_at", Value.of(request.span().expires().toString()));
    fields.put("claim_seconds", Value.of(request.span().claimLife().toSeconds()));
    fields.put("rollback_of", Value.ofOptional(request.asked().rollbackOf()));
    fields.put("caller", Drafts.caller(request.binding().request().caller()));
    fields.put("approval", RecordedTerms.value(request));
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
    var fields = new LinkedHashMap<>(Sealing.value(evidence).values());
    fields.put("request_id", Value.of(request.id().value()));
    fields.put("evidence_digest", Value.of(Sealing.evidence(evidence)));
    var words =
        evidence instanceof Rehearsal.Outcome.NotPossible(var why, var hint)
            ? why
            : "Evidence for " + request.binding().auditId();
    return step(EntryType.EVIDENCE, request, "", words, fields);
  }

  /** A person answered. */
  EntryDraft vote(ApprovalRequest request, Vote vote) {
    var fields = new LinkedHashMap<>(vote.signed().statement().value().values());
    fields.put("voter_roles", Value.texts(vote.voter().roles()));
    fields.put("voter_groups", Value.texts(vote.voter().groups()));
    fields.put("signature", Value.of(vote.signed().signature()));
    return step(
        EntryType.VOTE,
        request,
        vote.approves() ? Effect.ALLOW.label() : Effect.DENY.label(),
        vote.reason(),
        fields);
  }

  /** A person approved alone, and everybody whom the rule asks is told. */
  EntryDraft brokeGlass(ApprovalRequest request, Vote vote, List<String> told, Instant due) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("request_id", Value.of(request.id().value()));
    fields.put("by", Value.of(vote.voter().id().value()));
    fields.put("told", Value.texts(told));
    fields.put("review_due", Value.of(due.toString()));
    fields.put("caller", Drafts.caller(request.binding().request().caller()));
    return step(EntryType.BREAK_GLASS, request, Effect.ALLOW.label(), vote.reason(), fields);
  }

  /** Somebody else has looked at an approval that was given alone. */
  EntryDraft reviewed(Reviews.Open open, ReviewStatement.Signed review) {
    var said = review.statement();
    var fields = new LinkedHashMap<>(said.value().values());
    fields.put("by", Value.of(open.by().value()));
    fields.put("signature", Value.of(review.signature()));
    return drafts.aside(
        EntryType.BREAK_GLASS_REVIEWED,
        "operator/" + said.by().voter().value(),
        new Words(
            said.judgement().justified() ? Effect.ALLOW.label() : Effect.DENY.label(),
            said.judgement().reason()),
        fields);
  }

  /** A vote did not count; what it claims is recorded, and proves nothing. */
  EntryDraft refused(ApprovalRequest request, SignedVote vote, Voted.Refused why) {
    var fields = new LinkedHashMap<>(vote.statement().value().values());
    fields.put("refused", Value.of("vote"));
    fields.put("clause", Value.of(why.clause()));
    fields.put("signature", Value.of(vote.signature()));
    return step(EntryType.REFUSAL, request, Effect.DENY.label(), why.why(), fields);
  }

  /** A vote on a question that there is not. */
  EntryDraft refused(SignedVote vote, Voted.Refused why) {
    return drafts.aside(
        EntryType.REFUSAL,
        "operator/" + vote.statement().by().voter().value(),
        new Words(Effect.DENY.label(), why.why()),
        Map.of(
            "refused", Value.of("vote"),
            "clause", Value.of(why.clause()),
            "request_id", Value.of(vote.statement().request().value())));
  }

  /** A question is settled at that moment, or people offer less than was asked. */
  EntryDraft settled(ApprovalRequest request, Standing standing, Instant now) {
    return switch (standing) {
      case Standing.Approved(var by, var reason) -> {
        var until = now.plus(request.span().claimLife());
        yield outcome(
            request,
            "approved",
            new Words(Effect.ALLOW.label(), reason),
            Map.of("by", Value.of(by), "claim_until", Value.of(until.toString())));
      }
      case Standing.Denied(var by, var reason) ->
          ended(request, "denied", reason, Map.of("by", Value.of(by)));
      case Standing.Expired() -> ended(request, "expired", "Nobody answered in time", Map.of());
      case Standing.Cancelled(var reason) -> ended(request, "cancelled", reason, Map.of());
      case Standing.Unclaimed(var by) ->
          ended(
              request,
              "unclaimed",
              "It was approved, and nobody came for the ticket in time",
              Map.of("approved_by", Value.of(by)));
      case Standing.Offered(var by, var reason, var changes) -> {
        var fields = new LinkedHashMap<String, Value>();
        fields.put("request_id", Value.of(request.id().value()));
        fields.put("by", Value.of(by));
        fields.put("changes", changes.value());
        yield step(
            EntryType.APPROVAL_OFFERED, request, Effect.REQUIRE_APPROVAL.label(), reason, fields);
      }
      case Standing.Pending() ->
          throw new IllegalArgumentException("a pending question is not settled");
    };
  }

  private EntryDraft ended(
      ApprovalRequest request, String word, String reason, Map<String, Value> more) {
    return outcome(request, word, new Words(Effect.DENY.label(), reason), more);
  }

  private EntryDraft outcome(
      ApprovalRequest request, String word, Words words, Map<String, Value> more) {
    var fields = new LinkedHashMap<>(more);
    fields.put("request_id", Value.of(request.id().value()));
    fields.put("outcome", Value.of(word));
    return step(EntryType.APPROVAL_RESOLVED, request, words.decision(), words.reason(), fields);
  }

  /** A question of an earlier process cannot be put any more. */
  EntryDraft lapsed(AuditEntry asked) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("request_id", Value.ofOptional(asked.context().text("request_id")));
    fields.put("outcome", Value.of("expired"));
    return new EntryDraft(
        drafts.event(),
        EntryType.APPROVAL_RESOLVED,
        asked.subject(),
        new AuditEntry.Ruling(
            Effect.DENY.label(),
            "The request does not fit the workspace any more",
            Optional.empty(),
            asked.ruling().riskClass(),
            asked.ruling().effectiveRisk()),
        new EntryDraft.Details(
            asked.params(), asked.line().text("ticket_id"), Drafts.context(fields)));
  }

  private EntryDraft step(
      EntryType type,
      ApprovalRequest request,
      String decision,
      String reason,
      Map<String, Value> fields) {
    return drafts.about(
        type,
        request.binding().request(),
        request.binding().auditId(),
        new Words(decision, reason),
        fields);
  }
}
