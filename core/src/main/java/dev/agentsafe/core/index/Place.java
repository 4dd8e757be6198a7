package dev.agentsafe.core.index;

import dev.agentsafe.core.durable.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the tables of an index are.
 *
 * @param url the database's
 * @param files what may be deleted to begin anew
 * @param lock held while it is in use; empty in memory
 */
record Place(String url, List<Path> files, Optional<LockFile> lock) {
  private static final String NAME = "journal";

  Place {
    files = List.copyOf(files);
  }

  static Place memory() {
    return new Place("jdbc:h2:mem:" + UUID.randomUUID(), List.of(), Optional.empty());
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
      // The database refuses a second process, but not a second user in this one.
      return switch (LockFile.acquire(path.resolve(NAME), "search index")) {
        case LockFile.Outcome.Taken(var holder) -> Optional.empty();
        case LockFile.Outcome.Held(var lock) -> Optional.of(onDisk(path, lock));
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Place onDisk(Path path, LockFile lock) {
    return new Place(
        "jdbc:h2:file:" + path.resolve(NAME) + ";CACHE_SIZE=16384;TRACE_LEVEL_FILE=0",
        List.of(
            path.resolve(NAME + ".mv.db"),
            path.resolve(NAME + ".trace.db"),
            path.resolve(NAME + ".seal")),
        Optional.of(lock));
  }

  /** Lets somebody else use it. */
  void release() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
  }

  /**
   * Whether what is there was closed in order and is unchanged since: a database that was damaged
   * does not always say so, it may also search its pages for ever.
   */
  boolean isSound() throws IOException {
    if (files.isEmpty() || !Files.exists(files.getFirst())) {
      return true;
    }
    var seal = files.getLast();
    return Files.exists(seal) && Files.readString(seal).equals(digest());
  }

  /** Called once it is open: from now on it changes. */
  void breakSeal() throws IOException {
    if (!files.isEmpty()) {
      Files.deleteIfExists(files.getLast());
    }
  }

  /** Called after it was closed. */
  void seal() throws IOException {
    if (!files.isEmpty() && Files.exists(files.getFirst())) {
      Files.writeString(files.getLast(), digest());
    }
  }

  private String digest() throws IOException {
    try (var in = Files.newInputStream(files.getFirst())) {
      var sha = MessageDigest.getInstance("SHA-256");
      var part = new byte[1 << 16];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        sha.update(part, 0, read);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  void clear() throws IOException {
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
