package dev.agentsafe.editors.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/** The configuration of a repository as its one file says it, nothing taken in; stateless. */
final class Configuration {
  private static final int LONGEST = 1 << 18;

  private Configuration() {}

  /** Reads it; empty where there is none. */
  static Config read(Path file) throws IOException, ConfigInvalidException {
    var config = new Config();
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return config;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigInvalidException("it is no file");
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new ConfigInvalidException("it is too large");
      }
      config.fromText(new String(bytes, StandardCharsets.UTF_8));
    }
    return config;
  }
}
