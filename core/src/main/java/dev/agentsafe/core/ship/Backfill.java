package dev.agentsafe.core.ship;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Ships what is there and ends, for a command that does not wait for more. */
public final class Backfill {
  private Backfill() {}

  /** What came of it. */
  public sealed interface Outcome {
    /**
     * All of it arrived.
     *
     * @param lines how many more than before
     */
    record Level(long lines, long shipped) implements Outcome {}

    /** It got so far. */
    record Stopped(long lines, long shipped, String why) implements Outcome {}

    /** A process that runs ships already. */
    record Busy(String holder) implements Outcome {}
  }

  /**
   * How many lines of a log are durable, also where another process writes it: what is there is
   * made durable first.
   */
  public static long durableLines(Path log) {
    try {
      if (!Files.exists(log)) {
        return 0;
      }
      var lines = new Tail(log).lines();
      try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
        channel.force(false);
      }
      return lines;
    } catch (IOException e) {
      throw new CoreException("`%s` cannot be read: %s".formatted(log, e.getMessage()), e);
    }
  }

  /**
   * Delivers until nothing is left, or a delivery fails; closes the shipper.
   *
   * @param from goes on from that line, counted from 0, whatever was shipped before
   */
  public static Outcome run(Shipping.Source source, Shipping.Post post, OptionalLong from)
      throws InterruptedException {
    return switch (Carrier.open(Shipping.config(source, post))) {
      case Carrier.Opened.Taken(var holder) -> {
        post.shipper().close();
        yield new Outcome.Busy(holder);
      }
      case Carrier.Opened.Ours(var carrier) -> {
        try (carrier) {
          from.ifPresent(carrier::restart);
          yield run(carrier);
        }
      }
    };
  }

  private static Outcome run(Carrier carrier) throws InterruptedException {
    var before = carrier.shipped();
    while (true) {
      var step = carrier.step();
      var lines = carrier.shipped() - before;
      switch (step) {
        case Rounds.Step.Moved moved -> {
          // There may be more.
        }
        case Rounds.Step.Level level -> {
          return new Outcome.Level(lines, carrier.shipped());
        }
        case Rounds.Step.Failed(var why) -> {
          return new Outcome.Stopped(lines, carrier.shipped(), why);
        }
      }
    }
  }
}
