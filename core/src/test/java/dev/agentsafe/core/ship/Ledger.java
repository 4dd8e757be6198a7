package dev.agentsafe.core.ship;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.journal.FileJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal to ship, with entries as they are asked for. */
final class Ledger implements AutoCloseable {
  private final Path log;
  private final FileJournal journal;

  Ledger(Path folder) {
    log = folder.resolve("audit.jsonl");
    journal = FileJournal.open(log, new FileJournal.Config(Clock.systemUTC()));
  }

  Path log() {
    return log;
  }

  FileJournal journal() {
    return journal;
  }

  /** Appends so many decisions more. */
  Ledger with(int entries) {
    for (var i = 0; i < entries; i++) {
      append("because " + journal.size());
    }
    return this;
  }

  AuditEntry append(String reason) {
    return journal.append(
        new EntryDraft(
            "evt-0123456789ab",
            EntryType.DECISION,
            new AuditEntry.Subject(
                "scale-deployment", "prod/web", "agent-1", Optional.of("plan-1")),
            new AuditEntry.Ruling(
                "deny",
                reason,
                Optional.of("deny-scale"),
                Optional.of("medium"),
                Optional.of("high")),
            new EntryDraft.Details(
                new Value.Fields(Map.of("replicas", Value.of(3))),
                Optional.of("CHG-1"),
                Optional.empty())));
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(log);
  }

  /** The parcel of all lines. */
  Parcel parcel() throws IOException {
    var read =
        new Tail(log).read(Cursor.Place.START, journal.size(), Integer.MAX_VALUE, entry -> true);
    return ((Tail.Read.Lines) read).parcel().orElseThrow();
  }

  Shipping.Source source() {
    return new Shipping.Source(
        log, journal::size, folder(), Clock.systemUTC(), Duration.ofMillis(5));
  }

  Path folder() {
    return log.resolveSibling("ship");
  }

  @Override
  public void close() {
    journal.close();
  }
}
