package dev.agentsafe.core;

import dev.agentsafe.core.Drafts.Words;
import dev.agentsafe.core.approval.Sealing;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Diff;
import dev.agentsafe.core.ticket.Ticket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words the entries from a ticket to the end of its run. */
final class RunDrafts {
  /** In an intent: its effect is not sent before an entry says that it begins. */
  static final String BEGIN_IS_RECORDED = "begin_is_recorded";

  private final Drafts drafts;

  RunDrafts(Drafts drafts) {
    this.drafts = drafts;
  }

  /** A ticket was issued. */
  EntryDraft ticketIssued(ActionRequest request, Ticket ticket, Optional<String> requestId) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("ticket_nonce", Value.of(ticket.nonce()));
    fields.put("expires_at", Value.of(ticket.expiresAt().toString()));
    fields.put("request_id", Value.ofOptional(requestId));
    return drafts.about(
        EntryType.TICKET_ISSUED,
        request,
        ticket.claims().auditId(),
        new Words(Effect.ALLOW.label(), "Ticket for " + ticket.claims().auditId()),
        fields);
  }

  /** A ticket was spent; its effect is about to begin. */
  EntryDraft intent(ActionRequest request, Ticket ticket, RunId run, RunDesk.Ground ground) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("ticket_nonce", Value.of(ticket.nonce()));
    fields.put("run_id", Value.of(run.value()));
    fields.put("original_audit_id", Value.of(ticket.claims().auditId()));
    fields.put("rollback_of", Value.ofOptional(ground.rollbackOf()));
    fields.put("break_glass", Value.of(ground.brokeGlass()));
    fields.put(BEGIN_IS_RECORDED, Value.of(true));
    return drafts.about(
        EntryType.EXECUTION_INTENT,
        request,
        ticket.claims().auditId(),
        new Words(Effect.ALLOW.label(), "Execution of " + ticket.claims().auditId() + " begins"),
        fields);
  }

  /** An effect is about to be sent. */
  EntryDraft begun(RunView.Asked asked, RunId run, Value.Fields before) {
    var fields = of(asked, run);
    fields.put("before_state", before);
    var words = new Words(Effect.ALLOW.label(), "Execution of " + asked.auditId() + " acts");
    return drafts.about(EntryType.EXECUTION_BEGUN, asked.request(), asked.auditId(), words, fields);
  }

  /** Somebody called a run off. */
  EntryDraft calledOff(RunView.Asked asked, RunId run, String by, String reason) {
    var fields = of(asked, run);
    fields.put("by", Value.of(by));
    return drafts.about(
        EntryType.EXECUTION_CALLED_OFF,
        asked.request(),
        asked.auditId(),
        new Words(Effect.DENY.label(), reason),
        fields);
  }

  /** What was read back of a run, with the state as it is where something of it is there. */
  List<EntryDraft> reconciled(
      RunView.Asked asked, RunId run, Reconciliation found, RunRecord.Account account) {
    var fields = of(asked, run);
    fields.put("finding", Value.of(found.finding().label()));
    fields.put("by", Value.of(found.by()));
    fields.put("before_state", account.before());
    fields.put("after_state", account.after());
    var happened =
        found.finding() == Reconciliation.Finding.HAPPENED
            || found.finding() == Reconciliation.Finding.PARTLY;
    var entry =
        drafts.about(
            EntryType.RECONCILIATION,
            asked.request(),
            asked.auditId(),
            new Words((happened ? Effect.ALLOW : Effect.DENY).label(), found.words()),
            fields);
    return happened && !account.before().values().isEmpty()
        ? List.of(
            entry,
            stateCapture(
                asked.request(),
                asked.auditId(),
                run,
                new Done(new RunRecord.Unknown(account, ""), "", Map.of())))
        : List.of(entry);
  }

  /** The end of an interrupted run whose request does not fit the workspace any more. */
  EntryDraft interruptedUnfit(AuditEntry intent) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("type", Value.of("execution"));
    for (var name : List.of("run_id", "original_audit_id", "ticket_nonce")) {
      fields.put(name, intent.context().get(name).orElse(Value.NULL));
    }
    var why =
        "The console stopped while this ran, and its request cannot be read again: it does not fit"
            + " the workspace, or holds a secret. Look at the target.";
    ended(fields, "unknown", Value.NULL, Optional.of(why));
    return new EntryDraft(
        drafts.event(),
        EntryType.EXECUTION,
        intent.subject(),
        new AuditEntry.Ruling(
            Effect.DENY.label(),
            "Execution unknown: " + why,
            Optional.empty(),
            intent.ruling().riskClass(),
            intent.ruling().effectiveRisk()),
        new EntryDraft.Details(
            intent.params(), intent.line().text("ticket_id"), Drafts.context(fields)));
  }

  private static Map<String, Value> of(RunView.Asked asked, RunId run) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("run_id", Value.of(run.value()));
    fields.put("original_audit_id", Value.of(asked.auditId()));
    return fields;
  }

  /** What was captured around an execution, and what became of it. */
  List<EntryDraft> outcome(ActionRequest request, String auditId, RunId run, Done done) {
    return List.of(
        stateCapture(request, auditId, run, done), execution(request, auditId, run, done));
  }

  /**
   * A run's end, with the nonce of the ticket that was spent for it.
   *
   * @param objects where the whole object before and after is kept
   */
  record Done(RunRecord record, String nonce, Map<String, BlobReference> objects) {}

  private EntryDraft stateCapture(ActionRequest request, String auditId, RunId run, Done done) {
    var account = done.record().account();
    var declared = request.action().effects().stateFields().stream().map(f -> f.name()).toList();
    var fields = new LinkedHashMap<String, Value>();
    fields.put("type", Value.of("state_capture"));
    fields.put("original_audit_id", Value.of(auditId));
    fields.put("run_id", Value.of(run.value()));
    fields.put("before_state", account.before());
    fields.put("after_state", account.after());
    fields.put("diff", diff(Diff.between(account.before(), account.after())));
    fields.put("capture_duration_ms", Value.of((double) account.durationMillis()));
    fields.put("state_fields_declared", Value.texts(declared));
    fields.put(
        "state_fields_captured",
        Value.texts(declared.stream().filter(account.before().values()::containsKey).toList()));
    if (!done.objects().isEmpty()) {
      var kept = new LinkedHashMap<String, Value>();
      done.objects().forEach((when, reference) -> kept.put(when, reference.value()));
      fields.put(BlobReference.BESIDE, new Value.Fields(kept));
    }
    return drafts.about(
        EntryType.STATE_CAPTURE,
        request,
        auditId,
        new Words(Effect.ALLOW.label(), "State capture for " + auditId),
        fields);
  }

  /** What became of an execution. */
  EntryDraft execution(ActionRequest request, String auditId, RunId run, Done done) {
    var account = done.record().account();
    var fields = new LinkedHashMap<String, Value>();
    fields.put("type", Value.of("execution"));
    fields.put("original_audit_id", Value.of(auditId));
    fields.put("run_id", Value.of(run.value()));
    fields.put("before_state", account.before());
    fields.put("after_state", account.after());
    fields.put("duration_ms", Value.of((double) account.durationMillis()));
    fields.put("executor_type", Value.of(account.executor()));
    fields.put("precheck_results", Sealing.prechecks(account.prechecks()));
    fields.put("ticket_nonce", Value.of(done.nonce()));
    var words =
        switch (done.record()) {
          case RunRecord.Succeeded s -> {
            ended(fields, "success", s.output(), Optional.empty());
            yield new Words(Effect.ALLOW.label(), "Execution success");
          }
          case RunRecord.Failed f -> {
            ended(fields, "failure", Value.NULL, Optional.of(f.error()));
            yield new Words(Effect.DENY.label(), "Execution failure: " + f.error());
          }
          case RunRecord.Unknown u -> {
            ended(fields, "unknown", Value.NULL, Optional.of(u.why()));
            yield new Words(Effect.DENY.label(), "Execution unknown: " + u.why());
          }
          case RunRecord.Skipped s -> {
            ended(fields, "skipped", Value.NULL, Optional.of(s.why()));
            yield new Words(Effect.DENY.label(), "Execution skipped: " + s.why());
          }
        };
    return drafts.about(EntryType.EXECUTION, request, auditId, words, fields);
  }

  private static void ended(
      Map<String, Value> fields, String status, Value output, Optional<String> error) {
    fields.put("status", Value.of(status));
    fields.put("output", output);
    fields.put("error", Value.ofOptional(error));
  }

  private static Value diff(Diff diff) {
    var changed = new LinkedHashMap<String, Value>();
    diff.changed()
        .forEach((name, c) ->
            changed.put(name, new Value.Fields(Map.of("old", c.before(), "new", c.after()))));
    return new Value.Fields(
        Map.of(
            "added", new Value.Fields(diff.added()),
            "removed", new Value.Fields(diff.removed()),
            "changed", new Value.Fields(changed),
            "unchanged", Value.texts(diff.unchanged())));
  }
}
