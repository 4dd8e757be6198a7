package dev.agentsafe.core.anchor;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.audit.Verification;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.journal.FileJournal;
import dev.agentsafe.core.journal.Sealing;
import dev.agentsafe.core.tlog.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A real journal that is sealed when a test says so. */
final class SealedJournal implements AutoCloseable {
  private final Path log;
  private final FileJournal journal;

  SealedJournal(Path folder) {
    log = folder.resolve("audit.jsonl");
    var sealing =
        new Sealing(folder.resolve("keys"), 1 << 20, Duration.ofDays(1), Duration.ofDays(1));
    journal = FileJournal.open(log, new FileJournal.Config(Clock.systemUTC()).sealed(sealing));
  }

  /** Appends so many entries more and seals them. */
  SignedCheckpoint with(int entries) throws IOException {
    for (var i = 0; i < entries; i++) {
      journal.append(
          new EntryDraft(
              "evt-0123456789ab",
              EntryType.DECISION,
              new AuditEntry.Subject("restart", "prod/web", "agent-1", Optional.empty()),
              new AuditEntry.Ruling(
                  "deny", "because " + i, Optional.empty(), Optional.empty(), Optional.empty()),
              new EntryDraft.Details(Value.EMPTY, Optional.empty(), Optional.empty())));
    }
    journal.seal();
    return SignedCheckpoint.read(seals().checkpoint()).orElseThrow();
  }

  Path log() {
    return log;
  }

  SealFolder seals() {
    return SealFolder.of(log);
  }

  /** The checkpoint that a verification of the log goes by. */
  Optional<Checkpoint> verified() {
    return LogVerifier.verify(LogVerifier.Request.of(log))
        .seal()
        .map(Verification.Seal::checkpoint);
  }

  AnchorReport report(AnchorTrust pinned) {
    return AnchorVerifier.verify(
        new AnchorVerifier.Request(seals(), verified(), pinned, Instant.now()));
  }

  @Override
  public void close() {
    journal.close();
  }
}
