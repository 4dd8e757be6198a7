package dev.agentsafe.app.audit;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.audit.LogBundle;
import dev.agentsafe.core.audit.LogProver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** Writes proofs and bundles of a journal's entries; belongs to the FX thread. */
public final class Exports {
  private final Path journal;
  private final Work work;
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");

  /** Of that journal. */
  public Exports(Path journal, Work work) {
    this.journal = journal;
    this.work = work;
  }

  /** What came of the last one; empty: nothing to say. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Says nothing any more. */
  void clear() {
    message.set("");
  }

  /** Writes the proof that an entry is in the sealed journal. */
  public void proof(long seq, Path file) {
    work.start(
        Words.of("export.proof.job", seq),
        progress -> write(seq, file),
        message::set,
        why -> message.set(Words.of("export.failed", why)));
  }

  private String write(long seq, Path file) throws IOException {
    return switch (new LogProver(journal).entry(seq)) {
      case LogProver.Proven.Bad(var why) -> Words.of("export.failed", why);
      case LogProver.Proven.Good(var proof) -> {
        Files.write(file, proof.bytes());
        yield Words.of("export.proof.done", seq, file);
      }
    };
  }

  /** Writes entries with all that it takes to verify them into a folder that is not there yet. */
  public void bundle(long from, long to, Path folder) {
    work.start(
        Words.of("export.bundle.job", from, to),
        progress ->
            switch (LogBundle.export(journal, from, to, folder)) {
              case LogBundle.Exported.Bad(var why) -> Words.of("export.failed", why);
              case LogBundle.Exported.Good(var bundle) ->
                  Words.of("export.bundle.done", to - from + 1, bundle.folder());
            },
        message::set,
        why -> message.set(Words.of("export.failed", why)));
  }
}
