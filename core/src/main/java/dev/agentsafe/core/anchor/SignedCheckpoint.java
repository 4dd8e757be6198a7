package dev.agentsafe.core.anchor;

import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A checkpoint as it was signed; whether its signatures are good is not said. */
record SignedCheckpoint(Checkpoint checkpoint, SignedNote note) {

  /** Reads its bytes; empty where they are none. */
  static Optional<SignedCheckpoint> of(byte[] bytes) {
    return SignedNote.read(bytes) instanceof SignedNote.Read.Good(var note)
        ? Checkpoint.parse(note.text()).map(c -> new SignedCheckpoint(c, note))
        : Optional.empty();
  }

  /** Reads its file; empty where there is none, or it holds something else. */
  static Optional<SignedCheckpoint> read(Path file) throws IOException {
    return Files.exists(file) ? of(Files.readAllBytes(file)) : Optional.empty();
  }

  long size() {
    return checkpoint.size();
  }

  /** What is anchored: the note as it is in its file. */
  byte[] bytes() {
    return note.bytes();
  }
}
