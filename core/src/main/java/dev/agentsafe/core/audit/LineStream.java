package dev.agentsafe.core.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Cuts bytes into lines at line feeds. */
final class LineStream {
  private final InputStream in;
  private byte[] block = new byte[1 << 16];
  private int begin;
  private int end;
  private boolean terminated;

  LineStream(InputStream in) {
    this.in = in;
  }

  /** The next line without its line feed; empty at the end. */
  Optional<byte[]> next() throws IOException {
    var seen = begin;
    while (true) {
      for (var i = seen; i < end; i++) {
        if (block[i] == '\n') {
          var line = Arrays.copyOfRange(block, begin, i);
          begin = i + 1;
          terminated = true;
          return Optional.of(line);
        }
      }
      seen = end - begin;
      if (!fill()) {
        var rest = Arrays.copyOfRange(block, begin, end);
        begin = end;
        terminated = false;
        return rest.length == 0 ? Optional.empty() : Optional.of(rest);
      }
    }
  }

  /** Whether a line feed ended the latest line; only the last one may lack it. */
  boolean terminated() {
    return terminated;
  }

  /** Moves what is left to the front of the block and reads more behind it. */
  private boolean fill() throws IOException {
    var left = end - begin;
    var target = left > block.length / 2 ? new byte[Math.multiplyExact(block.length, 2)] : block;
    System.arraycopy(block, begin, target, 0, left);
    block = target;
    begin = 0;
    end = left;
    var read = in.read(block, end, block.length - end);
    end += Math.max(read, 0);
    return read >= 0;
  }
}
