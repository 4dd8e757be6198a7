package dev.agentsafe.core;

import dev.agentsafe.core.Drafts.Words;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.runner.Forward;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words the entries of what runs leave open. */
final class ForwardDrafts {
  private static final List<String> SHARED =
      List.of("run_id", "original_audit_id", "address", "leads_to");

  private final Drafts drafts;

  ForwardDrafts(Drafts drafts) {
    this.drafts = drafts;
  }

  /** It is there from now on. */
  EntryDraft opened(ForwardView forward) {
    var fields = of(forward);
    fields.put("until", Value.of(forward.until().toString()));
    return drafts.about(
        EntryType.FORWARD_OPENED,
        forward.order().request(),
        forward.order().auditId(),
        new Words(
            Effect.ALLOW.label(),
            "`" + forward.address() + "` leads to " + forward.leadsTo() + " until it is closed"),
        fields);
  }

  /**
   * It is not there any more.
   *
   * @param by who closed it
   */
  EntryDraft closed(ForwardView forward, ForwardView.End why, String by, String words) {
    var fields = of(forward);
    fields.put("end", Value.of(why.label()));
    fields.put("by", Value.of(by));
    fields.putAll(traffic(forward.traffic()));
    return drafts.about(
        EntryType.FORWARD_CLOSED,
        forward.order().request(),
        forward.order().auditId(),
        new Words(Effect.ALLOW.label(), words),
        fields);
  }

  private static Map<String, Value> traffic(Forward.Traffic traffic) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("connections", Value.of(traffic.connections()));
    fields.put("bytes_sent", Value.of(traffic.sent()));
    fields.put("bytes_received", Value.of(traffic.received()));
    return fields;
  }

  private static Map<String, Value> of(ForwardView forward) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("run_id", Value.of(forward.run().value()));
    fields.put("original_audit_id", Value.of(forward.order().auditId()));
    fields.put("address", Value.of(forward.address()));
    fields.put("leads_to", Value.of(forward.leadsTo()));
    return fields;
  }

  /** An earlier process had it open, and ended without saying that it was closed. */
  EntryDraft foundEnded(AuditEntry opened) {
    var fields = new LinkedHashMap<String, Value>();
    for (var name : SHARED) {
      fields.put(name, opened.context().get(name).orElse(Value.NULL));
    }
    fields.put("end", Value.of(ForwardView.End.PROCESS_ENDED.label()));
    fields.put("by", Value.of(Reconciliation.AUTOMATIC));
    return new EntryDraft(
        drafts.event(),
        EntryType.FORWARD_CLOSED,
        opened.subject(),
        new AuditEntry.Ruling(
            Effect.ALLOW.label(),
            "The console that held it open stopped, and it ended with that",
            Optional.empty(),
            opened.ruling().riskClass(),
            opened.ruling().effectiveRisk()),
        new EntryDraft.Details(
            opened.params(), opened.line().text("ticket_id"), Drafts.context(fields)));
  }
}
