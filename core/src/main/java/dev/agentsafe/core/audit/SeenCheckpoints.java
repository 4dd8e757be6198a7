package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.durable.OwnerFiles;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last checkpoint of each log that this machine verified, a file for each in one folder.
 *
 * <p>It makes every machine a witness: a log that does not go on from what was seen of it is a
 * fork. Losing the folder costs that memory and nothing else.
 */
public record SeenCheckpoints(Path folder) {
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

  /** What was seen of the log of that origin; empty where nothing was. */
  public Optional<Seen> of(String origin) {
    return read(file(origin)).filter(seen -> seen.checkpoint().origin().equals(origin));
  }

  /** What was seen of a log at that place, the largest checkpoint; empty where nothing was. */
  public Optional<Seen> at(Path log) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.list(folder)) {
      return files
          .flatMap(file -> read(file).stream())
          .filter(seen -> seen.log().equals(log.toAbsolutePath().normalize()))
          .max(java.util.Comparator.comparingLong(seen -> seen.checkpoint().size()));
    }
  }

  /** Remembers a checkpoint that was verified, durably, unless a larger one is remembered. */
  public void remember(Seen seen) throws IOException {
    var earlier = of(seen.checkpoint().origin());
    if (earlier.isPresent() && earlier.get().checkpoint().size() > seen.checkpoint().size()) {
      return;
    }
    var text =
        "log %s\nbytes %d\nkey %s\n\n%s"
            .formatted(
                seen.log().toAbsolutePath().normalize(),
                seen.bytes(),
                seen.key().vkey(),
                seen.checkpoint().text());
    OwnerFiles.createFolder(folder);
    OwnerFiles.write(file(seen.checkpoint().origin()), text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(String origin) {
    var hash = CanonicalJson.sha256().digest(origin.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".seen");
  }

  private static Optional<Seen> read(Path file) {
    try {
      var form = FORM.matcher(Files.readString(file));
      if (!form.matches()) {
        return Optional.empty();
      }
      var checkpoint = Checkpoint.parse(form.group(4));
      var key = VerifierKey.parse(form.group(3));
      return checkpoint.isPresent() && key.isPresent()
          ? Optional.of(
              new Seen(
                  checkpoint.get(),
                  key.get(),
                  Path.of(form.group(1)),
                  Long.parseLong(form.group(2))))
          : Optional.empty();
    } catch (IOException | java.nio.file.InvalidPathException _) {
      return Optional.empty();
    }
  }
}
