package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.util.Map;
import java.util.Optional;

/** Drafts for tests. */
final class Entries {
  private Entries() {}

  static EntryDraft decision(String reason) {
    return decision(reason, new Value.Fields(Map.of("replicas", Value.of(3))));
  }

  static EntryDraft decision(String reason, Value.Fields params) {
    return new EntryDraft(
        "evt-0123456789ab",
        EntryType.DECISION,
        new AuditEntry.Subject("scale-deployment", "prod/web", "agent-1", Optional.empty()),
        new AuditEntry.Ruling(
            "allow",
            reason,
            Optional.of("allow-scale"),
            Optional.of("medium"),
            Optional.of("high")),
        new EntryDraft.Details(params, Optional.of("CHG-1"), Optional.empty()));
  }
}
