package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.TornTail.SetAside;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Drafts of the entries that a journal writes about itself. */
final class JournalEntries {
  private final RandomGenerator random;
  private final long epoch;

  /**
   * Drafts of one holder of the journal.
   *
   * @param epoch the holder's, as its lock says
   */
  JournalEntries(RandomGenerator random, long epoch) {
    this.random = random;
    this.epoch = epoch;
  }

  EntryDraft opened(Chain.Head found) {
    var context = context();
    context.put("found_bytes", Value.of(found.bytes()));
    context.put("found_entries", Value.of(found.size()));
    context.put("found_hash", Value.of(found.hash()));
    return draft(
        EntryType.JOURNAL_OPENED,
        found.size() == 0
            ? "Journal begun"
            : "Journal of " + found.size() + " entries taken over as it stands",
        context);
  }

  EntryDraft recovered(SetAside aside) {
    var context = context();
    context.put("bytes", Value.of(aside.bytes()));
    context.put("file", Value.of(aside.recordedName()));
    context.put("offset", Value.of(aside.offset()));
    context.put("sha256", Value.of(aside.sha256()));
    return draft(
        EntryType.RECOVERY,
        "Set aside " + aside.bytes() + " bytes of a write that a crash had torn",
        context);
  }

  EntryDraft heartbeat() {
    return draft(EntryType.HEARTBEAT, "Nothing happened for a while", context());
  }

  /** Who wants something, and why. */
  record Wish(String by, String why) {}

  EntryDraft rotation(Wish wish, SealKeys.Pair before, SealKeys.Pair next) {
    var context = context();
    context.put("generation", Value.of(next.generation()));
    context.put("keys", Seals.texts(next.verifiers()));
    context.put("replaced", Seals.texts(before.verifiers()));
    return draft(EntryType.KEY_ROTATION, wish, context);
  }

  private Map<String, Value> context() {
    var context = new LinkedHashMap<String, Value>();
    context.put("epoch", Value.of(epoch));
    return context;
  }

  private EntryDraft draft(EntryType type, String reason, Map<String, Value> context) {
    return draft(type, new Wish("agent-safe", reason), context);
  }

  private EntryDraft draft(EntryType type, Wish wish, Map<String, Value> context) {
    return new EntryDraft(
        "evt-%012x".formatted(random.nextLong() >>> 16),
        type,
        new AuditEntry.Subject("journal", "unknown", wish.by(), Optional.empty()),
        new AuditEntry.Ruling(
            "allow", wish.why(), Optional.empty(), Optional.empty(), Optional.empty()),
        new EntryDraft.Details(
            Value.EMPTY, Optional.empty(), Optional.of(new Value.Fields(context))));
  }
}
