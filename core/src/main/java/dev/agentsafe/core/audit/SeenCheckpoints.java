package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.durable.OwnerFiles;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last checkpoint of each log that this machine verified, a file for each in one folder.
 *
 * <p>It makes every machine a witness: a log that does not go on from what was seen of it is a
 * fork. Losing the folder costs that memory and nothing else.
 */
public record SeenCheckpoints(Path folder) {
  private static final String SUFFIX = ".seen";
  private static final Pattern FORM =
      Pattern.compile(
          "log ([^\\n]+)\\nbytes (\\d{1,18})\\nkey ([^\\n]+)\\n\\n(.*)", Pattern.DOTALL);

  /**
   * What was seen of a log.
   *
   * @param key the first key that counts for it
   * @param log where it was
   * @param bytes how many bytes the lines take that the checkpoint covers
   */
  public record Seen(Checkpoint checkpoint, VerifierKey key, Path log, long bytes) {}

  /** What is remembered of a log. */
  public sealed interface Memory {
    /** Nothing. */
    record None() implements Memory {}

    /** A checkpoint. */
    record Kept(Seen seen) implements Memory {}

    /** Something that cannot be read, which is not as if there were nothing. */
    record Unreadable(Path file) implements Memory {}
  }

  /**
   * What is remembered of a log at some place.
   *
   * @param seen the largest checkpoint
   * @param unreadable files that may be about it
   */
  record Found(Optional<Seen> seen, List<Path> unreadable) {}

  /** What was seen of the log of that origin. */
  public Memory of(String origin) {
    var file = file(origin);
    return switch (read(file)) {
      case Memory.Kept(var seen) when !seen.checkpoint().origin().equals(origin) ->
          new Memory.Unreadable(file);
      case Memory memory -> memory;
    };
  }

  /** What was seen of a log at that place. */
  Found at(Path log) throws IOException {
    var seen = new ArrayList<Seen>();
    var unreadable = new ArrayList<Path>();
    for (var file : files()) {
      switch (read(file)) {
        case Memory.None _ -> {
          // It went meanwhile.
        }
        case Memory.Kept(var kept) -> {
          if (kept.log().equals(log.toAbsolutePath().normalize())) {
            seen.add(kept);
          }
        }
        case Memory.Unreadable(var bad) -> unreadable.add(bad);
      }
    }
    seen.sort(java.util.Comparator.comparingLong(s -> s.checkpoint().size()));
    return new Found(
        seen.isEmpty() ? Optional.empty() : Optional.of(seen.getLast()), List.copyOf(unreadable));
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /**
   * Remembers a checkpoint that was verified, durably, unless a larger one is remembered, or what
   * is remembered cannot be read.
   *
   * @throws IOException where it cannot be written, or where one of the same size and other lines
   *     is remembered: writing over it would take away what shows the fork
   */
  public void remember(Seen seen) throws IOException {
    switch (of(seen.checkpoint().origin())) {
      case Memory.None _ -> write(seen);
      case Memory.Kept(var earlier) -> {
        if (isFork(earlier.checkpoint(), seen.checkpoint())) {
          throw new IOException(
              "`%s` tells of %d other lines of a log with this name"
                  .formatted(file(seen.checkpoint().origin()), earlier.checkpoint().size()));
        }
        if (earlier.checkpoint().size() <= seen.checkpoint().size()
            && !text(earlier).equals(text(seen))) {
          write(seen);
        }
      }
      case Memory.Unreadable _ -> {
        // It stays for whoever finds out what happened to it.
      }
    }
  }

  private static boolean isFork(Checkpoint one, Checkpoint other) {
    return one.size() == other.size() && !one.root().equals(other.root());
  }

  private void write(Seen seen) throws IOException {
    OwnerFiles.createFolder(folder);
    OwnerFiles.write(file(seen.checkpoint().origin()), text(seen).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Seen seen) {
    return "log "
        + seen.log().toAbsolutePath().normalize()
        + "\nbytes "
        + seen.bytes()
        + "\nkey "
        + seen.key().vkey()
        + "\n\n"
        + seen.checkpoint().text();
  }

  /** The file that remembers the log of that origin. */
  public Path file(String origin) {
    var hash = CanonicalJson.sha256().digest(origin.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + SUFFIX);
  }

  private static Memory read(Path file) {
    try {
      var form = FORM.matcher(Files.readString(file));
      var checkpoint =
          form.matches() ? Checkpoint.parse(form.group(4)) : Optional.<Checkpoint>empty();
      var key = form.matches() ? VerifierKey.parse(form.group(3)) : Optional.<VerifierKey>empty();
      return checkpoint.isPresent() && key.isPresent()
          ? new Memory.Kept(
              new Seen(
                  checkpoint.get(),
                  key.get(),
                  Path.of(form.group(1)),
                  Long.parseLong(form.group(2))))
          : new Memory.Unreadable(file);
    } catch (NoSuchFileException _) {
      return new Memory.None();
    } catch (IOException | java.nio.file.InvalidPathException _) {
      return new Memory.Unreadable(file);
    }
  }
}
