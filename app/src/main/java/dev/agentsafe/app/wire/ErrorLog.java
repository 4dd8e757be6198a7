package dev.agentsafe.app.wire;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Where the details of unexpected failures go: {@code errors.log} in a folder. */
public final class ErrorLog {
  private ErrorLog() {}

  /**
   * A failure that was written down.
   *
   * @param id names it towards people
   * @param file absent where it could not be written
   */
  public record Written(String id, Optional<Path> file) {}

  /** Writes a failure down. */
  public static Written write(Path folder, Throwable failure) {
    var id = "err-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    var file = folder.resolve("errors.log");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          file,
          Instant.now() + " " + id + "\n" + trace + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return new Written(id, Optional.of(file));
    } catch (IOException unwritable) {
      return new Written(id, Optional.empty());
    }
  }
}
