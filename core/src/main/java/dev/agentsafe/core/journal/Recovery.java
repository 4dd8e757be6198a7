package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.durable.LockFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens a journal's file: takes the lock, verifies what is there, sets a torn tail aside, and
 * appends the entries that say so through the same code as any other entry.
 *
 * <p>A crash at any step leaves a file that the next opening deals with in the same way.
 */
final class Recovery {
  /** Before the id of a log, its name in checkpoints. */
  static final String ORIGIN = "agentsafe.dev/log/";

  private final Path file;
  private final FileJournal.Config config;

  Recovery(Path file, FileJournal.Config config) {
    this.file = file;
    this.config = config;
  }

  FileJournal open() {
    try {
      var lock =
          switch (LockFile.acquire(config.disk(), file, config.role())) {
            case LockFile.Outcome.Held(var held) -> held;
            case LockFile.Outcome.Taken(var holder) ->
                throw new CoreException(
                    "the journal `%s` is being written by %s; go through its gateway, or end it first"
                        .formatted(file, holder));
          };
      try {
        return open(lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new CoreException(
          "the journal `%s` cannot be opened: %s".formatted(file, e.getMessage()), e);
    }
  }

  private FileJournal open(LockFile lock) throws IOException {
    var files = SealFolder.of(file);
    var latest = LatestSeal.read(files);
    var isNew = !Files.exists(file);
    if (isNew && latest.isPresent()) {
      throw leftAsItIs(new Verdict.Truncated(latest.get().checkpoint().size(), 0));
    }
    var storage = config.disk().open(file);
    try {
      if (isNew) {
        config.disk().forceFolder(DurableFile.folderOf(file));
      }
      var tiles = new TileFolder(files, config.disk());
      var memory = config.sealing().map(Sealing::memory);
      var standing = new Reopening(file, tiles, memory, this::leftAsItIs).standing(latest);
      var found = standing.chain();
      var tree = standing.tree();
      var tail = new TornTail(file, config.disk());
      var head = verifiedHead(storage, found, tail);
      var known = logId(head);
      var logId = known.orElseGet(this::newId);
      var entries = new JournalEntries(config.random(), lock.epoch());
      var seal = seal(latest, tree, new Origin(files, logId, entries));
      var place =
          new FileJournal.Place(
              file, new Blobs(file, config.disk()), found.goodBytes() - standing.readFrom());
      var chain = new Chain(storage, head, config.clock());
      var journal = new FileJournal(new FileJournal.Opened(place, lock, chain, logId, seal));
      try {
        if (known.isEmpty()) {
          journal.append(entries.opened(head));
        }
        for (var aside : tail.unrecorded()) {
          journal.append(entries.recovered(aside));
          tail.recorded(aside);
        }
        return journal;
      } catch (IOException | RuntimeException e) {
        journal.stop();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  /** Where a journal's seals are and who it is in them. */
  private record Origin(SealFolder files, String logId, JournalEntries entries) {}

  private Optional<FileJournal.Seal> seal(
      Optional<LatestSeal> latest, SealedTree tree, Origin origin) throws IOException {
    if (config.sealing().isEmpty()) {
      return Optional.empty();
    }
    var how = config.sealing().get();
    var name = ORIGIN + origin.logId();
    var signing =
        new Seals.Signing(
            name,
            new SealKeys(how.keys().resolve(origin.logId()), name),
            config.clock(),
            how.memory());
    var seals = Seals.after(latest, tree, origin.files(), config.disk(), signing);
    seals.remember();
    return Optional.of(
        new FileJournal.Seal(seals, seals.sealedAt(), how, config.clock(), origin.entries()));
  }

  private CoreException leftAsItIs(Verdict verdict) {
    return new CoreException(
        "the journal `%s` does not verify and is left as it is: %s. Find out what changed it; to begin a new one, move it and the folder `%s` away"
            .formatted(file, verdict.sentence(), SealFolder.of(file).folder()));
  }

  /** Where the good chain ends, after a torn tail was set aside. */
  private Chain.Head verifiedHead(Disk.Storage storage, LogVerifier.Inspection found, TornTail tail)
      throws IOException {
    switch (found.verdict()) {
      case Verdict.Valid _ -> {
        // Nothing to mend. What was read may not be durable yet, though it verifies.
        storage.force();
      }
      case Verdict.Failed failed -> {
        if (!tail.setAside(storage, found.goodBytes())) {
          throw leftAsItIs(failed);
        }
      }
      case Verdict.Truncated _, Verdict.Fork _, Verdict.BadSeal _, Verdict.Unreadable _ ->
          throw leftAsItIs(found.verdict());
    }
    return new Chain.Head(found.goodLines(), found.goodBytes(), found.lastHash());
  }

  /** The id that the last line bears; empty where it is one of 0.16, or there is none. */
  private Optional<String> logId(Chain.Head head) throws IOException {
    var last = LastLine.read(file, head.bytes());
    var entry = last.flatMap(line -> LogReader.entry(head.size() - 1, line));
    var logId = entry.flatMap(e -> e.line().text("log_id"));
    if (logId.isPresent()
        && !entry
            .flatMap(e -> e.line().get("seq"))
            .equals(Optional.of(new Value.Int(BigInteger.valueOf(head.size() - 1))))) {
      throw new CoreException(
          "the journal `%s` is left as it is: its last line, %d, bears another sequence number; lines are missing or added"
              .formatted(file, head.size()));
    }
    return logId;
  }

  private String newId() {
    return "%016x%016x".formatted(config.random().nextLong(), config.random().nextLong());
  }
}
