package dev.agentsafe.core.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Verifies a log offline: its chain and its spelling, byte for byte. */
public final class LogVerifier {
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
    if (!Files.exists(log)) {
      return none("there is no file `" + log + "`");
    }
    if (!Files.isRegularFile(log)) {
      return none("`" + log + "` is not a file");
    }
    try (var in = Files.newInputStream(log)) {
      return lines(in);
    } catch (IOException e) {
      return none("`" + log + "` cannot be read: " + e.getMessage());
    }
  }

  private static Inspection none(String why) {
    return new Inspection(new Verdict.Unreadable(why), 0, 0, LineCheck.GENESIS);
  }

  private static Inspection lines(InputStream in) throws IOException {
    var lines = new LineStream(in);
    var good = 0L;
    var bytes = 0L;
    var prev = LineCheck.GENESIS;
    for (var next = lines.next(); next.isPresent(); next = lines.next()) {
      var line = next.get();
      switch (LineCheck.check(line, lines.terminated(), prev)) {
        case LineCheck.Result.Good(var hash) -> prev = hash;
        case LineCheck.Result.Bad(var kind, var why) -> {
          return new Inspection(new Verdict.Failed(good + 1, kind, why), good, bytes, prev);
        }
      }
      good++;
      bytes += line.length + 1;
    }
    return new Inspection(new Verdict.Valid(0, good), good, bytes, prev);
  }
}
