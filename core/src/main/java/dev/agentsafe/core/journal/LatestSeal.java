package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The checkpoint of the most lines that a log has; whether its signatures are good is not said.
 *
 * <p>A crash may have left it under its size alone and not as the latest. It was signed all the
 * same, and others may have seen it: the log is held to it.
 */
record LatestSeal(Checkpoint checkpoint, SignedNote note) {

  /**
   * Reads it; empty where the log was never sealed.
   *
   * @throws IOException where it cannot be read or is no checkpoint
   */
  static Optional<LatestSeal> read(SealFolder files) throws IOException {
    var latest = readIfThere(files.checkpoint());
    var largest = files.largest();
    var named =
        largest.isPresent()
            ? readIfThere(files.checkpoint(largest.getAsLong()))
            : Optional.<LatestSeal>empty();
    return latest.isPresent()
            && named.isPresent()
            && latest.get().checkpoint().size() < named.get().checkpoint().size()
        ? named
        : latest.or(() -> named);
  }

  static Optional<LatestSeal> readIfThere(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (SignedNote.read(Files.readAllBytes(file)) instanceof SignedNote.Read.Good(var note)) {
      var checkpoint = Checkpoint.parse(note.text());
      if (checkpoint.isPresent()) {
        return Optional.of(new LatestSeal(checkpoint.get(), note));
      }
    }
    throw new IOException("`" + file + "` is no checkpoint; restore it from a backup");
  }
}
