package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.TreeHash;
import dev.agentsafe.core.tlog.TreeHasher;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Reads a part of a log from the disk in runs of whole lines. */
public final class LineRuns {
  private static final int USUAL = 1 << 20;

  private LineRuns() {}

  /** What takes the runs, in order. */
  public interface Sink {
    /** Takes one run, which is good until this returns. */
    void take(Run run) throws IOException;
  }

  /** What takes the lines of a run, in order. */
  public interface Lines {
    /**
     * Takes one line, which stands in an array.
     *
     * @param length without the line feed
     */
    void take(byte[] in, int from, int length) throws IOException;
  }

  /** Some whole lines. */
  public static final class Run {
    private final byte[] bytes;
    private final int length;

    private Run(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    /**
     * Checks that all of its lines are good and the first follows the line of that hash.
     *
     * @return the entry hash of the last line; empty where a line is not good
     */
    public Optional<String> follow(String hash) {
      var result = new Segment().check(bytes, 0, length);
      return result.complete() && result.supposed().equals(hash)
          ? Optional.of(result.last())
          : Optional.empty();
    }

    /** Hands over its lines. */
    public void lines(Lines sink) throws IOException {
      var from = 0;
      for (var at = 0; at < length; at++) {
        if (bytes[at] == '\n') {
          sink.take(bytes, from, at - from);
          from = at + 1;
        }
      }
    }
  }

  /** The hash of a line as a leaf of the log's tree. */
  public static TreeHash leaf(TreeHasher hasher, byte[] in, int from, int length) {
    var out = new byte[TreeHash.LENGTH];
    hasher.leaf(in, from, length, out, 0);
    return TreeHash.at(out, 0);
  }

  /**
   * Hands over the lines of a part of a log.
   *
   * @param from where a line begins
   * @param to where a line ends, behind its line feed
   * @throws IOException where it cannot be read, or does not end with a line
   */
  public static void read(Path log, long from, long to, Sink sink) throws IOException {
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      var buffer = new byte[(int) Math.min(USUAL, to - from) + LineScanner.SLACK];
      var held = 0;
      var at = from;
      while (at < to || held > 0) {
        if (at < to && held == buffer.length - LineScanner.SLACK) {
          buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
        }
        var room = (int) Math.min(buffer.length - LineScanner.SLACK - held, to - at);
        fill(channel, ByteBuffer.wrap(buffer, held, room), at);
        at += room;
        held += room;
        var whole = behindLastLine(buffer, held);
        if (whole == 0 && at == to) {
          throw new EOFException("`" + log + "` does not end with a line");
        }
        if (whole > 0) {
          sink.take(new Run(buffer, whole));
          System.arraycopy(buffer, whole, buffer, 0, held - whole);
          held -= whole;
        }
      }
    }
  }

  private static void fill(FileChannel channel, ByteBuffer into, long from) throws IOException {
    var at = from;
    while (into.hasRemaining()) {
      var read = channel.read(into, at);
      if (read < 0) {
        throw new EOFException("the log is shorter than it was");
      }
      at += read;
    }
  }

  private static int behindLastLine(byte[] bytes, int held) {
    for (var at = held; at > 0; at--) {
      if (bytes[at - 1] == '\n') {
        return at;
      }
    }
    return 0;
  }
}
