package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;

/** Puts new keys in the place of those that sign a journal's checkpoints; thread-safe. */
final class Rotation {
  private final Seals seals;
  private final Journal journal;
  private final JournalEntries entries;

  Rotation(Seals seals, Journal journal, JournalEntries entries) {
    this.seals = seals;
    this.journal = journal;
    this.entries = entries;
  }

  /**
   * Makes the next generation, records it, and seals: that checkpoint bears the signatures of the
   * keys before and of the new ones.
   *
   * <p>The files are durable before the entry that announces them. Keys that no entry announces,
   * which a crash leaves, were never used and are made anew by the next rotation.
   */
  synchronized AuditEntry rotate(String by, String why) {
    // An earlier rotation may not be sealed yet, and then its keys are not in force yet.
    journal.seal();
    var before = seals.keys().generation(seals.generation());
    var next = seals.keys().make(before.generation() + 1);
    var entry = journal.append(entries.rotation(new JournalEntries.Wish(by, why), before, next));
    journal.seal();
    return entry;
  }
}
