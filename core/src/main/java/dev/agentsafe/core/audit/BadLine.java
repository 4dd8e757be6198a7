package dev.agentsafe.core.audit;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

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
    return switch (LineCheck.check(line, stream.terminated(), good.hash())) {
      case LineCheck.Result.Bad(var kind, var why) ->
          new BadLine(
              new Verdict.Failed(good.lines() + 1, kind, why),
              !stream.terminated() && isBeginning(line));
      case LineCheck.Result.Good _ -> throw new IOException("it changed while it was read");
    };
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
