package dev.agentsafe.core.audit;

import java.nio.file.Path;

/**
 * Something that speaks against a log though its lines and checkpoints are as they were: it is not
 * valid as long as there is one.
 */
public sealed interface Finding {
  /** What people are told. */
  String sentence();

  /**
   * What this machine remembers of a log cannot be read, so that a fork would go unnoticed.
   *
   * @param file where it should be
   */
  record UnreadableMemory(Path file) implements Finding {
    @Override
    public String sentence() {
      return ("what this machine remembers of earlier verifications, `%s`, cannot be read, so that"
              + " a fork would go unnoticed: restore the file, or delete it to begin anew")
          .formatted(file);
    }
  }

  /**
   * What was too large for a line is not beside the log as it was written.
   *
   * @param seq the 0-based number of the entry that names it
   * @param name its hash, such as {@code sha256:…}
   * @param present whether there is a file under that name
   */
  record LostBlob(long seq, String name, boolean present) implements Finding {
    @Override
    public String sentence() {
      return "entry %d names the blob `%s`, which is %s"
          .formatted(seq, name, present ? "not what was written" : "missing");
    }

    /** The same of an entry so many places further on. */
    LostBlob further(long places) {
      return new LostBlob(seq + places, name, present);
    }
  }

  /** More blobs are missing or altered than are told one by one. */
  record MoreBlobs(long count) implements Finding {
    @Override
    public String sentence() {
      return "%d more blobs are missing or not what was written".formatted(count);
    }
  }
}
