package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.canonical.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The append-only record: one writer, hash-chained, durable.
 *
 * <p>Durability: when {@link #append} returns, the entry survives a crash of process and machine.
 * Concurrency: any number of threads may append; the order of sequence numbers is the order of the
 * chain. Consistency: {@link #read} and subscribers see only durable entries, in order, each once.
 */
public interface Journal extends AutoCloseable {

  /**
   * Appends one entry and returns when it is durable.
   *
   * @throws dev.agentsafe.core.CoreException where it could not be written; nothing may be executed
   */
  AuditEntry append(EntryDraft draft);

  /** Appends entries that belong together, in order with nothing between them. */
  List<AuditEntry> appendAll(List<EntryDraft> drafts);

  /**
   * Keeps a value beside the entries, durably, for one that is then to name it.
   *
   * @throws dev.agentsafe.core.CoreException where it could not be written, or is too large
   */
  BlobReference keep(Value value);

  /** What was kept; empty where it is not there any more, or is something else. */
  Optional<Value> kept(BlobReference reference);

  /** How many entries are durable. */
  long size();

  /** Hands over the entries from that sequence number on, as far as they are durable now. */
  void read(long fromSeq, Consumer<AuditEntry> sink);

  /** Hands over entries from that sequence number on, until one of them is the last wanted. */
  void readWhile(long fromSeq, Predicate<AuditEntry> wantsMore);

  /**
   * Calls back for each entry that becomes durable from now on, in order, on the journal's thread;
   * callbacks must be quick.
   *
   * @return ends the subscription
   */
  Runnable subscribe(Consumer<AuditEntry> listener);

  /**
   * Returns when a signed checkpoint covers every entry that is durable now.
   *
   * @throws dev.agentsafe.core.CoreException where it could not be signed or written
   */
  void seal();

  /** How it does now; quick, for whoever shows or watches it. */
  JournalHealth health();

  /**
   * Makes new keys that sign the checkpoints from now on, and records them.
   *
   * @param by who wants that
   * @param why in words of theirs
   */
  AuditEntry rotateKeys(String by, String why);

  @Override
  void close();
}
