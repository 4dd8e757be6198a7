package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands in a line for something that is too large for it: {@code {"blob": "sha256:…",
 * "bytes": n}}.
 *
 * @param hex the SHA-256 of the content
 */
public record BlobReference(String hex, long bytes) {
  /** More than that is no blob. */
  public static final int LARGEST = 1 << 24;

  /**
   * The member of a context that names what is kept for reading alone: {@code {"before": …,
   * "after": …}}. It is not put in its place when an entry is read, only where somebody asks.
   */
  public static final String BESIDE = "objects";

  private static final String PREFIX = "sha256:";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9a-f]{64})");

  /** The folder of the blobs of a log. */
  public static Path folder(Path log) {
    return log.toAbsolutePath().resolveSibling("blobs").resolve("sha256");
  }

  /** Reads a member of an entry's context; empty where it is no reference. */
  public static Optional<BlobReference> of(Value value) {
    if (value instanceof Value.Fields fields
        && fields.values().size() == 2
        && fields.get("bytes").orElse(Value.NULL) instanceof Value.Int(BigInteger size)
        && size.signum() > 0
        && size.bitLength() < Long.SIZE) {
      var name = NAME.matcher(fields.text("blob").orElse(""));
      return name.matches()
          ? Optional.of(new BlobReference(name.group(1), size.longValue()))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * The content, where it is in that folder and is what the hash says; whoever cannot have it so
   * gets nothing.
   */
  public Optional<Value> read(Path folder) {
    var file = folder.resolve(hex);
    try {
      if (Files.exists(file) && Files.size(file) <= LARGEST) {
        var content = Files.readAllBytes(file);
        if (HexFormat.of().formatHex(CanonicalJson.sha256().digest(content)).equals(hex)
            && Json.read(new String(content, StandardCharsets.UTF_8))
                instanceof Json.Read.Good(var value)) {
          return Optional.of(value);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      // One that cannot be read is as one that is missing.
      return Optional.empty();
    }
  }

  /** What stands in the line. */
  public Value.Fields value() {
    return new Value.Fields(Map.of("blob", Value.of(name()), "bytes", Value.of(bytes)));
  }

  /** The hash with its kind before it. */
  public String name() {
    return PREFIX + hex;
  }
}
