package dev.agentsafe.core.audit;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The line behind the good ones.
 *
 * @param cutOff whether it is the last one and merely ends too early
 */
record BadLine(Verdict.Failed verdict, boolean cutOff) {

  /** Reads the line and words what is wrong with it. */
  static BadLine behind(FileChannel channel, PartJoin.Start good) throws IOException {
    channel.position(good.bytes());
    var stream = new LineStream(Channels.newInputStream(channel));
    var line = stream.next().orElse(new byte[0]);
    return of(line, stream.terminated(), good)
        .orElseThrow(() -> new IOException("it changed while it was read"));
  }

  /** Words what is wrong with the line behind the good ones; empty where nothing is. */
  static Optional<BadLine> of(byte[] line, boolean terminated, PartJoin.Start good) {
    return LineCheck.check(line, terminated, good.hash())
            instanceof LineCheck.Result.Bad(var kind, var why)
        ? Optional.of(
            new BadLine(
                new Verdict.Failed(good.lines() + 1, kind, why), !terminated && isBeginning(line)))
        : Optional.empty();
  }

  /** Whether the bytes may be the beginning of a line, or a line that lacks its end. */
  private static boolean isBeginning(byte[] line) {
    for (var b : line) {
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return switch (LineJson.read(new String(line, StandardCharsets.US_ASCII))) {
      case LineJson.Read.Good _ -> line[line.length - 1] == '}';
      case LineJson.Read.Bad(_, var why) -> !why.equals(LineJson.TEXT_BEHIND);
    };
  }
}
