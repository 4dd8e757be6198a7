package dev.agentsafe.core.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Reads the parts of a log and checks the lines that begin in each. One instance serves one thread.
 */
final class PartReader {
  /** What is read on to find the end of a part's last line. */
  private static final int MORE = 1 << 12;

  /** A line that is longer is none of a log; it would have to be held in memory. */
  private static final int LONGEST_LINE = 1 << 26;

  private final FileChannel channel;
  private final Stretch stretch;
  private final Segment segment;
  private byte[] bytes;

  /**
   * What of a file is read.
   *
   * @param begin where a line begins
   * @param end where the log ends
   * @param partSize bytes of a part
   */
  record Stretch(long begin, long end, int partSize) {
    /** How many parts there are. */
    long parts() {
      return (end - begin + partSize - 1) / partSize;
    }
  }

  PartReader(FileChannel channel, Stretch stretch, Segment segment) {
    this.channel = channel;
    this.stretch = stretch;
    this.segment = segment;
    this.bytes = new byte[stretch.partSize() + 2 * MORE];
  }

  /**
   * A part that was checked.
   *
   * @param offset where its first line begins
   */
  record Checked(long offset, Segment.Result result) {}

  /** Checks the lines that begin in the part of that number. */
  Checked check(long part) throws IOException {
    var partSize = stretch.partSize();
    var size = stretch.end();
    var begin = stretch.begin() + part * partSize;
    var end = Math.min(begin + partSize, size);
    // A line begins in the part where the byte before it, perhaps of the part before, ends one.
    var base = part == 0 ? begin : begin - 1;
    fill(base, 0, (int) (end - base));
    var length = (int) (end - base);
    var from = part == 0 ? 0 : behindLineFeed(0, length);
    if (from < 0 || from == length) {
      return new Checked(end, Segment.Result.none());
    }
    var to = behindLineFeed(length - 1, length);
    while (to < 0 && base + length < size) {
      if (length - from > LONGEST_LINE) {
        throw new ArithmeticException("a line of more than " + LONGEST_LINE + " bytes");
      }
      var more = (int) Math.min(Math.max(MORE, length - partSize), size - base - length);
      fill(base, length, more);
      to = behindLineFeed(length, length + more);
      length += more;
    }
    Arrays.fill(bytes, length, length + LineScanner.SLACK, (byte) 0);
    return new Checked(base + from, segment.check(bytes, from, to < 0 ? length : to));
  }

  private int behindLineFeed(int from, int to) {
    for (var i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return LineScanner.DOUBT;
  }

  private void fill(long base, int at, int length) throws IOException {
    var needed = Math.addExact(Math.addExact(at, length), LineScanner.SLACK);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.addExact(needed, needed / 2));
    }
    var into = ByteBuffer.wrap(bytes, at, length);
    while (into.hasRemaining()) {
      if (channel.read(into, base + into.position()) < 0) {
        throw new IOException("it became shorter while it was read");
      }
    }
  }
}
