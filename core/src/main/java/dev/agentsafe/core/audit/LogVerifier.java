package dev.agentsafe.core.audit;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Verifies a log offline: its chain and its spelling, byte for byte.
 *
 * <p>Threads check parts of the file side by side; then the parts are joined at their borders. A
 * line that is bad or in doubt is judged the plain way, so that how fast it is never decides what
 * is found.
 */
public final class LogVerifier {
  /** Small enough to stay in the processor's cache between reading and hashing. */
  private static final int PART = 1 << 18;

  private LogVerifier() {}

  /**
   * Verifies a log; never throws, whatever its bytes are.
   *
   * <p>A log without checkpoints cannot show that its end was cut off at a line's border, nor that
   * all of it was written anew.
   */
  public static Verdict verify(Path log) {
    return inspect(log).verdict();
  }

  /**
   * What is known of a log after its verification.
   *
   * @param goodBytes how many bytes the good lines at its beginning take
   * @param lastHash the entry hash of the last of them
   */
  public record Inspection(Verdict verdict, long goodLines, long goodBytes, String lastHash) {}

  /** Verifies a log and tells how far it is good. */
  public static Inspection inspect(Path log) {
    return inspect(log, PART);
  }

  /** The same with parts of that many bytes, which makes no difference to what is found. */
  static Inspection inspect(Path log, int partSize) {
    if (!Files.exists(log)) {
      return unreadable("there is no file `" + log + "`");
    }
    if (!Files.isRegularFile(log)) {
      return unreadable("`" + log + "` is not a file");
    }
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      return join(channel, new PartCrew(channel, partSize).checkAll());
    } catch (IOException e) {
      return unreadable("`" + log + "` cannot be read: " + e.getMessage());
    } catch (ArithmeticException | OutOfMemoryError e) {
      return unreadable("`" + log + "` has a line too long to be one of a log");
    }
  }

  private static Inspection unreadable(String why) {
    return new Inspection(new Verdict.Unreadable(why), 0, 0, LineCheck.GENESIS);
  }

  private static Inspection join(FileChannel channel, List<PartReader.Checked> parts)
      throws IOException {
    var lines = 0L;
    var bytes = 0L;
    var last = LineCheck.GENESIS;
    for (var part : parts) {
      var result = part.result();
      if (result.lines() > 0) {
        if (!result.supposed().equals(last)) {
          return failed(channel, new Inspection(new Verdict.Valid(0, lines), lines, bytes, last));
        }
        lines += result.lines();
        bytes += result.bytes();
        last = result.last();
      }
      if (!result.complete()) {
        return failed(channel, new Inspection(new Verdict.Valid(0, lines), lines, bytes, last));
      }
    }
    return new Inspection(new Verdict.Valid(0, lines), lines, bytes, last);
  }

  /** Words what is wrong with the line behind the good ones. */
  private static Inspection failed(FileChannel channel, Inspection good) throws IOException {
    channel.position(good.goodBytes());
    var stream = new LineStream(Channels.newInputStream(channel));
    var line = stream.next().orElse(new byte[0]);
    var verdict =
        switch (LineCheck.check(line, stream.terminated(), good.lastHash())) {
          case LineCheck.Result.Bad(var kind, var why) ->
              new Verdict.Failed(good.goodLines() + 1, kind, why);
          case LineCheck.Result.Good _ -> throw new IOException("it changed while it was read");
        };
    return new Inspection(verdict, good.goodLines(), good.goodBytes(), good.lastHash());
  }
}
