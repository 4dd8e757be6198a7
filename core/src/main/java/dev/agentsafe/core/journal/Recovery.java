package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.durable.LockFile;
import dev.agentsafe.core.journal.TornTail.SetAside;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Opens a journal's file: takes the lock, verifies what is there, sets a torn tail aside, and
 * appends the entries that say so through the same code as any other entry.
 *
 * <p>A crash at any step leaves a file that the next opening deals with in the same way.
 */
final class Recovery {
  private final Path file;
  private final FileJournal.Config config;

  Recovery(Path file, FileJournal.Config config) {
    this.file = file;
    this.config = config;
  }

  FileJournal open() {
    try {
      var lock =
          switch (LockFile.acquire(file, config.role())) {
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
    var isNew = !Files.exists(file);
    var storage = config.disk().open(file);
    try {
      if (isNew) {
        config.disk().forceFolder(DurableFile.folderOf(file));
      }
      var tail = new TornTail(file, config.disk());
      var head = verifiedHead(storage, tail);
      var known = logId(head);
      var logId = known.orElseGet(this::newId);
      var chain = new Chain(storage, head, config.clock());
      var journal = new FileJournal(new FileJournal.Opened(file, lock, chain, logId));
      try {
        if (known.isEmpty()) {
          journal.append(opened(head, lock.epoch()));
        }
        for (var aside : tail.unrecorded()) {
          journal.append(recovered(aside, lock.epoch()));
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

  /** Where the good chain ends, after a torn tail was set aside. */
  private Chain.Head verifiedHead(Disk.Storage storage, TornTail tail) throws IOException {
    var found = LogVerifier.inspect(file);
    var head = new Chain.Head(found.goodLines(), found.goodBytes(), found.lastHash());
    switch (found.verdict()) {
      case Verdict.Valid _ -> {
        // Nothing to mend. What was read may not be durable yet, though it verifies.
        storage.force();
      }
      case Verdict.Failed failed -> {
        if (!tail.setAside(storage, found.goodBytes())) {
          throw new CoreException(
              "the journal `%s` does not verify and is left as it is: %s. Find out what changed it; to begin a new one, move it away"
                  .formatted(file, failed.sentence()));
        }
      }
      case Verdict.Truncated _, Verdict.Fork _, Verdict.Unreadable _ ->
          throw new CoreException(
              "the journal `%s` is left as it is: %s".formatted(file, found.verdict().sentence()));
    }
    return head;
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

  private EntryDraft opened(Chain.Head found, long epoch) {
    var context = new LinkedHashMap<String, Value>();
    context.put("epoch", Value.of(epoch));
    context.put("found_bytes", Value.of(found.bytes()));
    context.put("found_entries", Value.of(found.size()));
    context.put("found_hash", Value.of(found.hash()));
    return draft(
        EntryType.JOURNAL_OPENED,
        found.size() == 0
            ? "Journal begun"
            : "Journal of " + found.size() + " entries taken over as it stands",
        new Value.Fields(context));
  }

  private EntryDraft recovered(SetAside aside, long epoch) {
    var context = new LinkedHashMap<String, Value>();
    context.put("bytes", Value.of(aside.bytes()));
    context.put("epoch", Value.of(epoch));
    context.put("file", Value.of(aside.recordedName()));
    context.put("offset", Value.of(aside.offset()));
    context.put("sha256", Value.of(aside.sha256()));
    return draft(
        EntryType.RECOVERY,
        "Set aside " + aside.bytes() + " bytes of a write that a crash had torn",
        new Value.Fields(context));
  }

  private EntryDraft draft(EntryType type, String reason, Value.Fields context) {
    return new EntryDraft(
        newEventId(),
        type,
        new AuditEntry.Subject("journal", "unknown", "agent-safe", Optional.empty()),
        new AuditEntry.Ruling(
            "allow", reason, Optional.empty(), Optional.empty(), Optional.empty()),
        new EntryDraft.Details(Value.EMPTY, Optional.empty(), Optional.of(context)));
  }

  private String newId() {
    return "%016x%016x".formatted(config.random().nextLong(), config.random().nextLong());
  }

  private String newEventId() {
    return "evt-%012x".formatted(config.random().nextLong() >>> 16);
  }
}
