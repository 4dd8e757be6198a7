package dev.agentsafe.core.journal;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.durable.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of the chain and the file it is written to; used by one thread at a time.
 *
 * <p>A batch is one write and one force. Where either fails, what landed is unknown: the owner of
 * the chain must not go on with it.
 */
final class Chain implements AutoCloseable {
  private static final int USUAL_BATCH = 1 << 18;

  private final Disk.Storage storage;
  private final Timestamps timestamps;
  private final MessageDigest sha256 = CanonicalJson.sha256();
  private byte[] batch = new byte[USUAL_BATCH];
  private Head head;

  /**
   * Where the chain ends.
   *
   * @param size how many lines there are
   * @param bytes how many bytes they take
   * @param hash the entry hash of the last of them, or 64 zeros
   */
  record Head(long size, long bytes, String hash) {}

  Chain(Disk.Storage storage, Head head, Clock clock) {
    this.storage = storage;
    this.head = head;
    this.timestamps = new Timestamps(clock);
  }

  Head head() {
    return head;
  }

  /** Whether any thread may append, also one that somebody interrupts meanwhile. */
  boolean bearsInterrupts() {
    return storage.bearsInterrupts();
  }

  /** Appends lines and makes them durable. */
  List<Line.Written> append(List<Line> lines) throws IOException {
    // INVARIANT: nobody else writes this file, or the chain would fork.
    if (storage.size() != head.bytes()) {
      throw new IOException(
          "it holds %d bytes where %d were written: something else changed it"
              .formatted(storage.size(), head.bytes()));
    }
    reserve(lines);
    var written = new ArrayList<Line.Written>(lines.size());
    var timestamp = timestamps.now();
    var prev = head.hash();
    var length = 0;
    for (var line : lines) {
      var place = new Line.Place(head.size() + written.size(), prev, timestamp);
      var done = line.write(batch, length, place, sha256);
      length += done.length();
      prev = done.entryHash();
      written.add(done);
    }
    storage.write(ByteBuffer.wrap(batch, 0, length), head.bytes());
    storage.force();
    head = new Head(head.size() + lines.size(), head.bytes() + length, prev);
    return written;
  }

  private void reserve(List<Line> lines) {
    var needed = 0;
    for (var line : lines) {
      needed += line.length();
    }
    if (needed > batch.length) {
      batch = new byte[needed];
    } else if (batch.length > USUAL_BATCH && needed <= USUAL_BATCH) {
      batch = new byte[USUAL_BATCH];
    }
  }

  @Override
  public void close() throws IOException {
    storage.close();
  }
}
