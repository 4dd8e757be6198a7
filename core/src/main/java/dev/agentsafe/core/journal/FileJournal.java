package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A journal in one file of canonical JSON lines; thread-safe.
 *
 * <p>One process writes at a time. A line takes at most 65,535 bytes. A write or a force that fails
 * ends acknowledgement until the file is opened anew: every later append fails too.
 */
public final class FileJournal implements Journal {
  private final Path file;
  private final Blobs blobs;
  private final long verified;
  private final LockFile lock;
  private final String logId;
  private final Chain chain;
  private final Offsets offsets;
  private final Publisher publisher;
  private final Committer committer;
  private final Optional<Sealer> sealer;
  private final Optional<Rotation> rotation;
  private volatile Chain.Head durable;

  /**
   * What a journal is made of.
   *
   * @param random source of ids
   * @param role what this process is, for those that find the journal taken, such as {@code gateway
   *     at http://127.0.0.1:8642}
   * @param sealing empty: no checkpoints are signed
   */
  public record Config(
      Clock clock, RandomGenerator random, String role, Disk disk, Optional<Sealing> sealing) {
    /** The disk as it is, ids from the system's randomness, no role yet, nothing sealed. */
    public Config(Clock clock) {
      this(clock, new SecureRandom(), "", Disk.real(), Optional.empty());
    }

    /** The same on another disk. */
    public Config on(Disk other) {
      return new Config(clock, random, role, other, sealing);
    }

    /** The same, sealed. */
    public Config sealed(Sealing how) {
      return new Config(clock, random, role, disk, Optional.of(how));
    }
  }

  /** What recovery hands over: the lock, the open file and where its chain ends. */
  record Opened(Place place, LockFile lock, Chain chain, String logId, Optional<Seal> seal) {}

  /**
   * The file and what is too large for it.
   *
   * @param verified how many bytes of lines were verified when it was opened
   */
  record Place(Path file, Blobs blobs, long verified) {}

  /** How the journal goes on being sealed. */
  record Seal(
      Seals seals, Optional<Instant> sealedAt, Sealing how, Clock clock, JournalEntries entries) {}

  FileJournal(Opened opened) {
    this.file = opened.place().file();
    this.blobs = opened.place().blobs();
    this.verified = opened.place().verified();
    this.lock = opened.lock();
    this.logId = opened.logId();
    this.chain = opened.chain();
    this.durable = chain.head();
    this.offsets = new Offsets();
    this.publisher = new Publisher();
    this.sealer = opened.seal().map(this::sealer);
    this.rotation = opened.seal().map(seal -> new Rotation(seal.seals(), this, seal.entries()));
    this.committer = new Committer(file, chain, this::written);
    publisher.start();
    sealer.ifPresent(Sealer::start);
  }

  private Sealer sealer(Seal seal) {
    return new Sealer(
        seal.seals(),
        seal.sealedAt(),
        new Sealer.Config(
            seal.how(), seal.clock(), () -> durable, () -> append(seal.entries().heartbeat())));
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
    if (line.length() > Line.LONGEST && draft.details().context().isPresent()) {
      line = lightened(draft, draft.details().context().get(), line.length() - Line.LONGEST);
    }
    if (line.length() > Line.LONGEST) {
      throw new CoreException(
          "an entry `%s` takes %d bytes, a line of the journal at most %d: shorten its parameters, state or output"
              .formatted(draft.type(), line.length(), Line.LONGEST));
    }
    return line;
  }

  /** The line of an entry with what is too large for it in blobs. */
  private Line lightened(EntryDraft draft, Value.Fields context, int excess) {
    try {
      return Line.render(draft, blobs.moveOut(context, excess), logId);
    } catch (IOException e) {
      throw new CoreException(
          "what is too large for a line of `%s` could not be written beside it: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public BlobReference keep(Value value) {
    try {
      return blobs.keep(value);
    } catch (IOException e) {
      throw new CoreException(
          "what is to be read beside `%s` could not be written: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public Optional<Value> kept(BlobReference reference) {
    return reference.read(BlobReference.folder(file));
  }

  /** How many bytes of lines were verified when it was opened. */
  long verifiedAtOpening() {
    return verified;
  }

  private void written(List<Line.Written> written) {
    var head = chain.head();
    if (written.getFirst().place().seq() / Offsets.STEP != head.size() / Offsets.STEP) {
      offsets.note(head.size(), head.bytes());
    }
    durable = head;
    sealer.ifPresent(s -> s.noticed(head.size()));
    publisher.publish(written);
  }

  @Override
  public long size() {
    return durable.size();
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
    var head = durable;
    if (fromSeq < head.size()) {
      var begin = offsets.before(fromSeq);
      LogReader.readPlaces(
          file,
          new LogReader.Range(begin.seq(), begin.bytes(), head.bytes()),
          (entry, bytes) -> {
            offsets.passed(entry.seq(), bytes);
            return entry.seq() < fromSeq || wantsMore.test(blobs.whole(entry));
          });
    }
  }

  @Override
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    return publisher.subscribe(durable.size(), listener);
  }

  @Override
  public void seal() {
    sealer.ifPresent(Sealer::sealNow);
  }

  @Override
  public JournalHealth health() {
    var entries = durable.size();
    var status =
        sealer.map(Sealer::status).orElse(new Sealer.Status(0, Optional.empty(), Optional.empty()));
    return new JournalHealth(
        Math.max(entries, status.sealed()),
        status.sealed(),
        status.at(),
        Optional.ofNullable(committer.failure()).map(CoreException::getMessage),
        status.failure());
  }

  @Override
  public AuditEntry rotateKeys(String by, String why) {
    return rotation
        .orElseThrow(() -> new CoreException("the journal `%s` is not sealed".formatted(file)))
        .rotate(by, why);
  }

  @Override
  public void close() {
    committer.close();
    sealer.ifPresent(Sealer::close);
    publisher.close();
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

  /** Ends the threads, for an opening that failed; file and lock stay open. */
  void stop() {
    committer.close();
    sealer.ifPresent(Sealer::abandon);
    publisher.close();
  }
}
