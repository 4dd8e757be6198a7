package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.nio.file.Path;
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

  /** What stands in the line. */
  public Value.Fields value() {
    return new Value.Fields(Map.of("blob", Value.of(name()), "bytes", Value.of(bytes)));
  }

  /** The hash with its kind before it. */
  public String name() {
    return PREFIX + hex;
  }
}
