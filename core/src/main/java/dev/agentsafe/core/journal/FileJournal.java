package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A journal in one file of canonical JSON lines; thread-safe.
 *
 * <p>One process writes at a time. A line takes at most 65,535 bytes. A write or a force that fails
 * ends acknowledgement until the file is opened anew: every later append fails too.
 */
public final class FileJournal implements Journal {
  private final Path file;
  private final LockFile lock;
  private final String logId;
  private final Chain chain;
  private final Offsets offsets;
  private final Publisher publisher;
  private final Committer committer;
  private volatile Chain.Head durable;

  /**
   * What a journal is made of.
   *
   * @param random source of ids
   * @param role what this process is, for those that find the journal taken, such as {@code gateway
   *     at http://127.0.0.1:8642}
   */
  public record Config(Clock clock, RandomGenerator random, String role, Disk disk) {
    /** The disk as it is, ids from the system's randomness, no role yet. */
    public Config(Clock clock) {
      this(clock, new SecureRandom(), "", Disk.real());
    }
  }

  /** What recovery hands over: the lock, the open file and where its chain ends. */
  record Opened(Path file, LockFile lock, Chain chain, String logId) {}

  FileJournal(Opened opened) {
    this.file = opened.file();
    this.lock = opened.lock();
    this.logId = opened.logId();
    this.chain = opened.chain();
    this.durable = chain.head();
    this.offsets = new Offsets();
    this.publisher = new Publisher();
    this.committer = new Committer(file, chain, this::written);
    publisher.start();
  }

  /**
   * Opens a journal for writing; creates it where there is none, adopts a log of 0.16, sets a torn
   * last line aside and says so in an entry.
   *
   * @throws CoreException where another process writes it, it does not verify, or it cannot be
   *     written
   */
  public static FileJournal open(Path auditLog, Config config) {
    return new Recovery(auditLog.toAbsolutePath(), config).open();
  }

  /** Tells processes that find the journal taken what this one is, from now on. */
  public void announce(String role) {
    try {
      lock.announce(role);
    } catch (IOException e) {
      throw new CoreException(
          "the holder of `%s` cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public AuditEntry append(EntryDraft draft) {
    return committer.commit(List.of(render(draft))).getFirst().entry();
  }

  @Override
  public List<AuditEntry> appendAll(List<EntryDraft> drafts) {
    if (drafts.isEmpty()) {
      return List.of();
    }
    var lines = drafts.stream().map(this::render).toList();
    return committer.commit(lines).stream().map(Line.Written::entry).toList();
  }

  private Line render(EntryDraft draft) {
    var line = Line.render(draft, logId);
    if (line.length() > Line.LONGEST) {
      throw new CoreException(
          "an entry `%s` takes %d bytes, a line of the journal at most %d: shorten its parameters, state or output"
              .formatted(draft.type(), line.length(), Line.LONGEST));
    }
    return line;
  }

  private void written(List<Line.Written> written) {
    var head = chain.head();
    if (written.getFirst().place().seq() / Offsets.STEP != head.size() / Offsets.STEP) {
      offsets.note(head.size(), head.bytes());
    }
    durable = head;
    publisher.publish(written);
  }

  @Override
  public long size() {
    return durable.size();
  }

  @Override
  public void read(long fromSeq, Consumer<AuditEntry> sink) {
    var head = durable;
    if (fromSeq < head.size()) {
      var begin = offsets.before(fromSeq);
      LogReader.read(
          file,
          new LogReader.Range(begin.seq(), begin.bytes(), head.bytes()),
          entry -> {
            if (entry.seq() >= fromSeq) {
              sink.accept(entry);
            }
          });
    }
  }

  @Override
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    return publisher.subscribe(durable.size(), listener);
  }

  @Override
  public void close() {
    stop();
    try {
      try {
        chain.close();
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new CoreException("`%s` could not be closed: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Ends the threads once all is written that was handed over; file and lock stay open. */
  void stop() {
    committer.close();
    publisher.close();
  }
}
