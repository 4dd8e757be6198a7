package dev.agentsafe.app.audit;

import dev.agentsafe.app.text.Untrusted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads a line of a file and its neighbours from around its place, however large the file is. */
final class BadLines {
  private static final int AROUND = 2;
  private static final int BEFORE = 1 << 18;
  private static final int AFTER = 1 << 18;
  private static final int SHOWN = 600;
  private static final int NEIGHBOUR = 160;

  private BadLines() {}

  /**
   * The line and its neighbours.
   *
   * @param number of the line, 1-based
   * @param begin where it begins, in bytes
   */
  static List<VerifyReport.Line> around(Path file, long number, long begin) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var start = Math.max(0, begin - BEFORE);
      var before = split(read(channel, start, (int) (begin - start)));
      // What is before the first line feed may be the rest of a line that began earlier.
      var whole = start == 0 ? before : before.subList(Math.min(1, before.size()), before.size());
      var lines = new ArrayList<VerifyReport.Line>();
      var shown = whole.subList(Math.max(0, whole.size() - AROUND), whole.size());
      for (var at = 0; at < shown.size(); at++) {
        lines.add(line(number - shown.size() + at, shown.get(at), false));
      }
      var after = split(read(channel, begin, AFTER));
      for (var at = 0; at < Math.min(after.size(), AROUND + 1); at++) {
        lines.add(line(number + at, after.get(at), at == 0));
      }
      return lines;
    }
  }

  private static byte[] read(FileChannel channel, long from, int length) throws IOException {
    var left = Math.clamp(channel.size() - from, 0, length);
    var buffer = ByteBuffer.allocate(left);
    var got = 0;
    while (got >= 0 && buffer.hasRemaining()) {
      got = channel.read(buffer, from + buffer.position());
    }
    return java.util.Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static List<byte[]> split(byte[] bytes) {
    var lines = new ArrayList<byte[]>();
    var from = 0;
    for (var at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        lines.add(java.util.Arrays.copyOfRange(bytes, from, at));
        from = at + 1;
      }
    }
    if (from < bytes.length) {
      lines.add(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }
    return lines;
  }

  /** Bytes that are no UTF-8 are shown as such. */
  private static VerifyReport.Line line(long number, byte[] bytes, boolean bad) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return new VerifyReport.Line(number, Untrusted.line(text, bad ? SHOWN : NEIGHBOUR), bad);
  }
}
