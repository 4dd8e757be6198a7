package dev.agentsafe.core.ship;

import java.util.List;

/**
 * Lines that are delivered together; the same lines make the same parcel, also after a crash.
 *
 * @param lines at least one, in order
 * @param offset where the first of them begins in the journal, in bytes
 */
public record Parcel(List<Line> lines, long offset) {
  private static final int HASH_SHOWN = 32;

  public Parcel {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a parcel holds at least one line");
    }
  }

  /** The position of the first line. */
  public long first() {
    return lines.getFirst().entry().seq();
  }

  /** The position of the last line. */
  public long last() {
    return lines.getLast().entry().seq();
  }

  /** What the chain holds before the first line. */
  public String previousHash() {
    return lines.getFirst().entry().chain().prevHash();
  }

  /** The same for the same lines: by it a receiver knows what it has got already. */
  public String key() {
    var hash = lines.getLast().entry().chain().entryHash();
    return "%d-%d-%s"
        .formatted(first(), last(), hash.substring(0, Math.min(HASH_SHOWN, hash.length())));
  }
}
