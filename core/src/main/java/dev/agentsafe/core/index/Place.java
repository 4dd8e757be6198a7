package dev.agentsafe.core.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the tables of an index are.
 *
 * @param url the database's
 * @param files what may be deleted to begin anew
 */
record Place(String url, List<Path> files) {
  private static final String NAME = "journal";

  Place {
    files = List.copyOf(files);
  }

  static Place memory() {
    return new Place("jdbc:h2:mem:" + UUID.randomUUID(), List.of());
  }

  /** A place in that folder; empty where it cannot be one. */
  static Optional<Place> of(Path folder) {
    var path = folder.toAbsolutePath().normalize();
    // A semicolon begins a setting of the database, of which some run commands.
    if (path.toString().indexOf(';') >= 0) {
      return Optional.empty();
    }
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(
        new Place(
            "jdbc:h2:file:" + path.resolve(NAME) + ";CACHE_SIZE=16384;TRACE_LEVEL_FILE=0",
            List.of(path.resolve(NAME + ".mv.db"), path.resolve(NAME + ".trace.db"))));
  }

  void clear() throws IOException {
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
