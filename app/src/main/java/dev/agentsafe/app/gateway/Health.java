package dev.agentsafe.app.gateway;

import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.canonical.Value;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Says how the process does, for whoever watches it. */
final class Health {
  private Health() {}

  /** That it answers, and what is wrong with its journal. */
  static Answer answer(JournalHealth journal) {
    return Answer.ok(status(journal.isWell() ? "ok" : "failing").with("journal", fields(journal)));
  }

  /** Whether calls are taken. */
  static Answer ready(JournalHealth journal, boolean stopping, Abroad abroad) {
    if (stopping) {
      return Answer.error(503, "stopping", "The gateway is stopping.");
    }
    return journal
        .blocked()
        .map(why -> Answer.error(503, "journal-blocked", why))
        .or(() -> abroad.objection().map(why -> Answer.error(503, "outside-late", why)))
        .orElseGet(() ->
            Answer.ok(
                status("ready")
                    .with("journal_entries", Value.of(journal.entries()))
                    .with("shippers", abroad.shippers())
                    .with("anchors", abroad.anchors())));
  }

  /** The state of a journal for Prometheus. */
  static String metrics(JournalHealth journal) {
    return gauge("journal_entries", "Entries of the journal.", journal.entries())
        + gauge("journal_sealed_entries", "Entries a checkpoint covers.", journal.sealed())
        + journal
            .sealedAt()
            .map(at ->
                gauge(
                    "journal_sealed_timestamp_seconds",
                    "When the latest checkpoint was signed.",
                    at.getEpochSecond()))
            .orElse("")
        + gauge(
            "journal_blocked",
            "1: the journal cannot be written and nothing is decided.",
            journal.blocked().isPresent() ? 1 : 0)
        + gauge(
            "journal_seal_failing",
            "1: no checkpoint can be signed, and no ticket of high risk leaves.",
            journal.sealFailure().isPresent() ? 1 : 0);
  }

  private static String gauge(String name, String help, long value) {
    return "# HELP agent_safe_%1$s %2$s\n# TYPE agent_safe_%1$s gauge\nagent_safe_%1$s %3$d\n"
        .formatted(name, help, value);
  }

  private static Value.Fields fields(JournalHealth journal) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("entries", Value.of(journal.entries()));
    fields.put("sealed", Value.of(journal.sealed()));
    fields.put("unsealed", Value.of(journal.unsealed()));
    fields.put("sealed_at", text(journal.sealedAt().map(Object::toString)));
    fields.put("blocked", text(journal.blocked()));
    fields.put("seal_failure", text(journal.sealFailure()));
    return new Value.Fields(fields);
  }

  private static Value text(Optional<String> text) {
    return Value.ofOptional(text);
  }

  private static Value.Fields status(String word) {
    return Value.EMPTY.with("status", Value.of(word));
  }
}
