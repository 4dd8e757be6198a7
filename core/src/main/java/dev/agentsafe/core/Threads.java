package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The journal entries of each decision, in order; the newest {@value #KEPT} decisions are kept in
 * memory, older ones are read again from the journal, where the archive says. Thread-safe.
 */
final class Threads {
  private static final int KEPT = 5_000;

  private final Journal journal;
  private final Archive archive;
  private final Map<String, List<AuditEntry>> byDecision =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<AuditEntry>> eldest) {
          return size() > KEPT;
        }
      };

  Threads(Journal journal, Archive archive) {
    this.journal = journal;
    this.archive = archive;
  }

  Archive archive() {
    return archive;
  }

  synchronized void accept(AuditEntry entry) {
    var id = decisionOf(entry);
    if (id.isEmpty()) {
      return;
    }
    if (entry.chain().type().equals(EntryType.DECISION)) {
      byDecision.computeIfAbsent(id.get(), k -> new ArrayList<>()).add(entry);
    } else {
      var thread = byDecision.get(id.get());
      if (thread != null) {
        thread.add(entry);
      }
    }
  }

  /** The entries of that decision, its own first; empty where there is none. */
  List<AuditEntry> of(String auditId) {
    synchronized (this) {
      var kept = byDecision.get(auditId);
      if (kept != null) {
        return List.copyOf(kept);
      }
    }
    return read(auditId);
  }

  /** What is indexed is looked up; the rest, all of it where nothing is, is read through. */
  private List<AuditEntry> read(String auditId) {
    var found = new ArrayList<AuditEntry>();
    Consumer<AuditEntry> sink =
        entry -> {
          if (Archive.Positions.belongs(entry, auditId)) {
            found.add(entry);
          }
        };
    var positions = archive.positions(auditId);
    for (var seq : positions.seqs()) {
      journal.readWhile(
          seq,
          entry -> {
            sink.accept(entry);
            return false;
          });
    }
    journal.read(positions.indexed(), sink);
    return found;
  }

  /**
   * The state that the last run of that decision found and left, where one was captured; what it
   * left is empty where a crash cut it off.
   */
  Optional<Captured> captured(String auditId) {
    var thread = of(auditId);
    return last(thread, EntryType.STATE_CAPTURE)
        .or(() -> last(thread, EntryType.EXECUTION_BEGUN))
        .map(e -> new Captured(state(e, "before_state"), state(e, "after_state")));
  }

  /** The last entry of a type, where there is one. */
  static Optional<AuditEntry> last(List<AuditEntry> thread, EntryType type) {
    return thread.reversed().stream().filter(e -> e.chain().type().equals(type)).findFirst();
  }

  /** State around a run. */
  record Captured(Value.Fields before, Value.Fields after) {}

  /** The decision an entry belongs to: its own id, or the one its context names. */
  static Optional<String> decisionOf(AuditEntry entry) {
    if (entry.chain().type().equals(EntryType.DECISION)) {
      return Optional.of(entry.chain().eventId());
    }
    return entry.context().text("original_audit_id").or(() -> entry.subject().correlationId());
  }

  private static Value.Fields state(AuditEntry entry, String name) {
    return entry.context().get(name).orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
  }
}
