package dev.agentsafe.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Finds the last line of a file without reading the rest. */
final class LastLine {
  private LastLine() {}

  /**
   * The line that ends at that byte, without its line feed; empty where there is none, or where it
   * is longer than a line of ours.
   */
  static Optional<byte[]> read(Path file, long end) throws IOException {
    var length = (int) Math.min(end, Line.LONGEST + 1L);
    var bytes = ByteBuffer.allocate(length);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining() && channel.read(bytes, end - length + bytes.position()) >= 0) {
        // Reads until the buffer is full.
      }
    }
    var window = bytes.array();
    for (var i = length - 2; i >= 0; i--) {
      if (window[i] == '\n') {
        return Optional.of(Arrays.copyOfRange(window, i + 1, length - 1));
      }
    }
    return length == end && length > 0
        ? Optional.of(Arrays.copyOf(window, length - 1))
        : Optional.empty();
  }
}
