package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.RecordedFacts;
import dev.agentsafe.core.request.ActionRequest;
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

  /** Takes secrets out of what is shown. */
  Secrets secrets() {
    return secrets;
  }

  /**
   * What was decided, with what is needed to decide it again.
   *
   * @param facts what the rules looked at besides; absent where none was asked
   */
  EntryDraft decision(
      Ruling ruling, Origin origin, String policyVersion, Optional<Value.Fields> facts) {
    var grounds = ruling.grounds();
    var submission = ruling.submission();
    var fields = new LinkedHashMap<>(Ruling.context(submission, ruling.cumulative()).values());
    submission.caller().ifPresent(c -> fields.put("caller", caller(c)));
    fields.put("policy_version", Value.of(policyVersion));
    facts.ifPresent(known -> fields.put(RecordedFacts.MEMBER, known));
    ruling.approval().ifPresent(id -> fields.put("request_id", Value.of(id.value())));
    origin.rollbackOf().ifPresent(of -> fields.put("rollback_of", Value.of(of)));
    return Secrets.clean(
        secrets.of(submission),
        new EntryDraft(
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
                secrets.hide(submission), submission.changeTicket(), context(fields))));
  }

  /** Somebody was refused without a decision. */
  EntryDraft refusal(String caller, String what, String reason) {
    return aside(
        EntryType.REFUSAL,
        caller,
        new Words(Effect.DENY.label(), reason),
        Map.of("refused", Value.of(what)));
  }

  String event() {
    return ids.event();
  }

  /** An entry that is about no request. */
  EntryDraft aside(EntryType type, String caller, Words words, Map<String, Value> fields) {
    return Secrets.clean(
        secrets.redaction().scrubber(List.of()),
        new EntryDraft(
            ids.event(),
            type,
            new AuditEntry.Subject("", "unknown", caller, Optional.empty()),
            new AuditEntry.Ruling(
                words.decision(),
                words.reason(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new EntryDraft.Details(Value.EMPTY, Optional.empty(), context(fields))));
  }

  /** What a request's digest is taken over: its members as they are recorded. */
  Value.Fields sealed(ActionRequest request) {
    return new Value.Fields(
        Map.of(
            "action", Value.of(request.action().name().value()),
            "target", Value.of(request.target().id().value()),
            "caller", Value.of(request.caller().id().value()),
            "delegation_chain", Value.texts(chain(request.caller())),
            "params", secrets.hide(request),
            "ticket_id", Value.ofOptional(request.changeTicket().map(secrets.of(request)::clean))));
  }

  private static List<String> chain(Caller caller) {
    return caller.delegation().links().stream().map(l -> l.id().value()).toList();
  }

  /** Decision and reason of an entry. */
  record Words(String decision, String reason) {}

  EntryDraft about(
      EntryType type,
      ActionRequest request,
      String auditId,
      Words words,
      Map<String, Value> fields) {
    return Secrets.clean(
        secrets.of(request),
        new EntryDraft(
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
            new EntryDraft.Details(
                secrets.hide(request), request.changeTicket(), context(fields))));
  }

  static Value.Fields caller(Caller caller) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("agent_name", Value.of(caller.name()));
    fields.put("roles", Value.texts(caller.grants().roles()));
    fields.put("groups", Value.texts(caller.grants().groups()));
    fields.put("delegation_chain", Value.texts(chain(caller)));
    return new Value.Fields(fields);
  }

  static Optional<Value.Fields> context(Map<String, Value> fields) {
    return Optional.of(new Value.Fields(fields));
  }
}
