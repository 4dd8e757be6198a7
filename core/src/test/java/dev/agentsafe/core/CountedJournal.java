package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.journal.Journal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A journal that only reads, and counts what it hands over. */
record CountedJournal(List<AuditEntry> entries, AtomicLong read) implements Journal {
  @Override
  public AuditEntry append(EntryDraft draft) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<AuditEntry> appendAll(List<EntryDraft> drafts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BlobReference keep(Value value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Value> kept(BlobReference reference) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long size() {
    return entries.size();
  }

  @Override
  public void read(long fromSeq, Consumer<AuditEntry> sink) {
    readWhile(
        fromSeq,
        entry -> {
          sink.accept(entry);
          return true;
        });
  }

  @Override
  public void readWhile(long fromSeq, Predicate<AuditEntry> wantsMore) {
    for (var entry : entries.subList((int) fromSeq, entries.size())) {
      read.incrementAndGet();
      if (!wantsMore.test(entry)) {
        return;
      }
    }
  }

  @Override
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    return () -> {};
  }

  @Override
  public void seal() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JournalHealth health() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuditEntry rotateKeys(String by, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
