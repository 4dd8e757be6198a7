package dev.agentsafe.executors.aws;

import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The catalogues whose actions are executed: the starter's, and that of 0.16. */
enum Catalogue {
  STARTER("app/src/main/resources/dev/agentsafe/app/starter/actions"),
  REFERENCE("../shared/reference-data/actions");

  private final String folder;

  Catalogue(String folder) {
    this.folder = folder;
  }

  private Path folder() {
    var here = Path.of("").toAbsolutePath();
    for (var at = here; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("mvnw"))) {
        return at.resolve(folder);
      }
    }
    throw new AssertionError("no project above " + here);
  }

  /** Its files. */
  List<Source> actions() {
    try (var files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".yaml")).map(Catalogue::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(Path file) {
    try {
      return new Source(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
