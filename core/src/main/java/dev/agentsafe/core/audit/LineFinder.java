package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a line by its number: by halves, as far as lines bear their number, and one by one where
 * they do not. Whether it is the right one, a proof has to tell.
 */
final class LineFinder {
  private static final int NEAR = 1 << 17;

  private final FileChannel log;

  /** Where the line that was found last begins. */
  private long begin;

  LineFinder(FileChannel log) {
    this.log = log;
  }

  /** A place where a line begins. */
  private record Place(long offset, long seq) {}

  /**
   * The line of that number, without its line feed; empty where there is none.
   *
   * @param seq 0-based
   */
  Optional<byte[]> find(long seq) throws IOException {
    var from = new Place(0, 0);
    var low = 0L;
    var high = log.size();
    while (high - low > NEAR) {
      var middle = low + (high - low) / 2;
      var place = after(middle);
      if (place.isEmpty() || place.get().seq() > seq) {
        high = middle;
      } else {
        from = place.get();
        low = middle;
      }
    }
    var found = count(from, seq);
    // Numbers that lie, or lines of 0.16 that bear none.
    return found.isPresent() && number(found.get()).orElse(seq) == seq
        ? found
        : count(new Place(0, 0), seq);
  }

  /** The lines of a range, in memory. */
  static List<byte[]> range(Path log, long from, long to) throws IOException {
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      var finder = new LineFinder(channel);
      var found = new ArrayList<byte[]>();
      var first = finder.find(from);
      if (first.isEmpty()) {
        return List.of();
      }
      // The channel stands somewhere behind the first line: count from where that began.
      var lines = new LineStream(Channels.newInputStream(channel.position(finder.begin)));
      for (var seq = from; seq <= to; seq++) {
        lines.next().ifPresent(found::add);
      }
      return found;
    }
  }

  /** The first line behind an offset; empty where it bears no number, or there is none. */
  private Optional<Place> after(long offset) throws IOException {
    var lines = new LineStream(Channels.newInputStream(log.position(offset)));
    var rest = lines.next();
    var line = lines.next();
    return rest.isEmpty() || line.isEmpty()
        ? Optional.empty()
        : number(line.get()).map(seq -> new Place(offset + rest.get().length + 1, seq));
  }

  private Optional<byte[]> count(Place from, long seq) throws IOException {
    var lines = new LineStream(Channels.newInputStream(log.position(from.offset())));
    begin = from.offset();
    var line = lines.next();
    for (var at = from.seq(); at < seq && line.isPresent(); at++) {
      begin += line.get().length + 1L;
      line = lines.next();
    }
    return line;
  }

  private static Optional<Long> number(byte[] line) {
    return LogReader.entry(0, line).flatMap(e -> e.line().get("seq")).stream()
        .filter(Value.Int.class::isInstance)
        .map(value -> ((Value.Int) value).value())
        .filter(seq -> seq.signum() >= 0 && seq.bitLength() < Long.SIZE)
        .map(java.math.BigInteger::longValue)
        .findFirst();
  }
}
