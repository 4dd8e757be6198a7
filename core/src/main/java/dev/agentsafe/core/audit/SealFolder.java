package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.TilePath;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Where the seals of a log are kept: the folder beside it with its tree in tiles, its signed
 * checkpoints and the public keys that signed them.
 */
public record SealFolder(Path folder) {
  private static final String LOG_SUFFIX = ".jsonl";
  private static final Pattern SIZE = Pattern.compile("0|[1-9]\\d{0,17}");

  /** The folder of a log: {@code audit.tlog} beside {@code audit.jsonl}. */
  public static SealFolder of(Path log) {
    var name = String.valueOf(log.getFileName());
    var base =
        name.endsWith(LOG_SUFFIX) ? name.substring(0, name.length() - LOG_SUFFIX.length()) : name;
    return new SealFolder(log.resolveSibling(base + ".tlog"));
  }

  /** The latest checkpoint, a signed note. */
  public Path checkpoint() {
    return folder.resolve("checkpoint");
  }

  /** The folder of all checkpoints, each named by its size. */
  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** The checkpoint of that size. */
  public Path checkpoint(long size) {
    return checkpoints().resolve(Long.toString(size));
  }

  /** The public keys, one on each line, oldest first. */
  public Path keys() {
    return folder.resolve("keys.vkey");
  }

  /** The folder of receipts that others gave for checkpoints. */
  public Path anchors() {
    return folder.resolve("anchors");
  }

  /** The file of a tile. */
  public Path tile(TilePath path) {
    return folder.resolve(path.path());
  }

  /** Whether there is any checkpoint. */
  public boolean hasCheckpoint() throws IOException {
    return Files.exists(checkpoint()) || largest().isPresent();
  }

  /** The size of the largest checkpoint among {@link #checkpoints}; empty where there is none. */
  public OptionalLong largest() throws IOException {
    var sizes = sizes();
    return sizes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sizes.getLast());
  }

  /** The sizes of the checkpoints among {@link #checkpoints}, smallest first. */
  public List<Long> sizes() throws IOException {
    if (!Files.isDirectory(checkpoints())) {
      return List.of();
    }
    try (var names = Files.list(checkpoints())) {
      return names
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> SIZE.matcher(name).matches())
          .map(Long::valueOf)
          .sorted()
          .toList();
    }
  }

  /**
   * The public keys in {@link #keys}; none where there is no such file.
   *
   * @throws IOException where it cannot be read or a line of it is no key
   */
  public List<VerifierKey> readKeys() throws IOException {
    if (!Files.exists(keys())) {
      return List.of();
    }
    var all = new ArrayList<VerifierKey>();
    for (var line : Files.readAllLines(keys())) {
      all.add(
          VerifierKey.parse(line)
              .orElseThrow(() -> new IOException("`" + keys() + "` has a line that is no key")));
    }
    return List.copyOf(all);
  }
}
