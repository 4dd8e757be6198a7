package dev.agentsafe.core.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key set in a file that somebody keeps up to date.
 *
 * @param file a JSON Web Key Set
 */
public record KeyFileSource(Path file) implements KeySource {
  @Override
  public Fetched fetch() {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LONGEST + 1);
      return bytes.length > LONGEST
          ? new Fetched.Failed("`" + file + "` is larger than a key set may be")
          : new Fetched.Document(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Fetched.Failed("`" + file + "` cannot be read");
    }
  }
}
