package dev.agentsafe.core;

import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Puts a text into a file in the place of the one that it was made from, and has it recorded. */
record FileWrite(Authoring.Saves saves, Disk disk) {

  FileWrite(Authoring.Saves saves) {
    this(saves, Disk.real());
  }

  /**
   * What a file holds after a write that failed.
   *
   * <p>Where the disk fails late the new text may be there, and may be gone after a power cut.
   */
  enum Left {
    /** What it held before. */
    AS_IT_WAS("it is as it was"),
    /** The new text, which the disk did not confirm. */
    UNCONFIRMED("it holds the new text, and the disk does not confirm that it stays"),
    /** Something else, or it cannot be read. */
    UNKNOWN("what it holds now is not known");

    private final String words;

    Left(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What that file holds; a file that is not there holds nothing. */
  static String held(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /**
   * Writes it, where the file still holds what it was made from.
   *
   * @return what it holds instead; empty: it was written, durably
   * @throws CoreException where it could not be recorded, and was not written; or where the disk
   *     refuses
   */
  Optional<String> write(Path file, String base, String text) {
    try {
      var onDisk = held(file);
      if (!onDisk.equals(base)) {
        return Optional.of(onDisk);
      }
    } catch (IOException e) {
      throw failed(file, Left.AS_IT_WAS, e);
    }
    saves.begins(file, base, text);
    try {
      // Recording takes a while, in which somebody else may have saved it past the console.
      var now = held(file);
      if (!now.equals(base)) {
        saves.failed(file, Left.AS_IT_WAS, "somebody else changed it meanwhile.");
        return Optional.of(now);
      }
      DurableFile.replace(disk, file, text.getBytes(StandardCharsets.UTF_8));
      return Optional.empty();
    } catch (IOException e) {
      var left = left(file, base, text);
      saves.failed(file, left, left.words() + ": " + e.getMessage());
      throw failed(file, left, e);
    }
  }

  static Left left(Path file, String base, String text) {
    try {
      var now = held(file);
      return now.equals(text) ? Left.UNCONFIRMED : now.equals(base) ? Left.AS_IT_WAS : Left.UNKNOWN;
    } catch (IOException e) {
      return Left.UNKNOWN;
    }
  }

  private static CoreException failed(Path file, Left left, IOException e) {
    return new CoreException(
        "`%s` was not saved: %s: %s. Look at the disk, then save again."
            .formatted(file, left.words(), e.getMessage()),
        e);
  }
}
