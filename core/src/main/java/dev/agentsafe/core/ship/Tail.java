package dev.agentsafe.core.ship;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.LogReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads on in the journal from a position, and holds that each line follows on the one before: what
 * was shipped and what comes next are one chain, or nothing is shipped.
 */
final class Tail {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_READ = 2_000;
  private static final int LONGEST = 1 << 24;

  private final Path log;

  Tail(Path log) {
    this.log = log;
  }

  /** What was read. */
  sealed interface Read {
    /**
     * Some lines.
     *
     * @param parcel those that are wanted, if any are
     * @param after where reading goes on
     */
    record Lines(Optional<Parcel> parcel, Cursor.Place after) implements Read {}

    /** The journal is not the one that was shipped from. */
    record Foreign(String why) implements Read {}
  }

  /**
   * Reads on.
   *
   * @param end reads no line from there on
   * @param most how many wanted lines
   */
  Read read(Cursor.Place from, long end, int most, Predicate<AuditEntry> wanted)
      throws IOException {
    if (from.next() >= end && from.offset() == 0) {
      return new Read.Lines(Optional.empty(), from);
    }
    if (!Files.exists(log)) {
      return foreign("it is gone");
    }
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      if (channel.size() < from.offset()) {
        return foreign(
            "it holds %d bytes, %d were shipped".formatted(channel.size(), from.offset()));
      }
      channel.position(from.offset());
      return read(
          new BufferedInputStream(Channels.newInputStream(channel), 1 << 16),
          new Wanted(from, end, most, wanted));
    }
  }

  private record Wanted(Cursor.Place from, long end, int most, Predicate<AuditEntry> which) {}

  private Read read(InputStream in, Wanted wanted) throws IOException {
    var lines = new ArrayList<Line>();
    var begin = wanted.from().offset();
    var bytes = 0L;
    var at = wanted.from();
    for (var count = 0;
        count < MOST_READ && lines.size() < wanted.most() && at.next() < wanted.end();
        count++) {
      var text = line(in);
      if (text.isEmpty()) {
        break;
      }
      var entry = LogReader.entry(at.next(), text.get().getBytes(StandardCharsets.ISO_8859_1));
      if (entry.isEmpty()) {
        return foreign("line %d is no entry".formatted(at.next() + 1));
      }
      if (!entry.get().chain().prevHash().equals(at.hash())) {
        return foreign("line %d does not follow on what was shipped".formatted(at.next() + 1));
      }
      var length = text.get().length() + 1L;
      if (wanted.which().test(entry.get())) {
        if (!lines.isEmpty() && bytes + length > MOST_BYTES) {
          break;
        }
        begin = lines.isEmpty() ? at.offset() : begin;
        lines.add(new Line(entry.get(), text.get()));
        bytes += length;
      }
      at = new Cursor.Place(at.next() + 1, entry.get().chain().entryHash(), at.offset() + length);
    }
    return new Read.Lines(parcel(lines, begin), at);
  }

  private static Optional<Parcel> parcel(List<Line> lines, long begin) {
    return lines.isEmpty() ? Optional.empty() : Optional.of(new Parcel(lines, begin));
  }

  /** The next whole line; empty where there is none yet. */
  private static Optional<String> line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream(1024);
    for (var next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1));
      }
      if (bytes.size() >= LONGEST) {
        throw new IOException("a line has no end");
      }
      bytes.write(next);
    }
    return Optional.empty();
  }

  private Read foreign(String why) {
    return new Read.Foreign(
        "`%s` is not the journal that was shipped: %s; verify it, then say with `agent-safe audit ship --from` where to go on"
            .formatted(log, why));
  }

  /** The position after so many lines; empty where there are fewer. */
  Optional<Cursor.Place> place(long lines) throws IOException {
    if (lines == 0 || !Files.exists(log)) {
      return lines == 0 ? Optional.of(Cursor.Place.START) : Optional.empty();
    }
    try (var in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
      var offset = 0L;
      var last = Optional.<String>empty();
      for (var seq = 0L; seq < lines; seq++) {
        last = line(in);
        if (last.isEmpty()) {
          return Optional.empty();
        }
        offset += last.get().length() + 1L;
      }
      var entry =
          last.flatMap(
              text -> LogReader.entry(lines - 1, text.getBytes(StandardCharsets.ISO_8859_1)));
      return entry.isEmpty()
          ? Optional.empty()
          : Optional.of(new Cursor.Place(lines, entry.get().chain().entryHash(), offset));
    }
  }

  /** How many whole lines the journal holds. */
  long lines() throws IOException {
    if (!Files.exists(log)) {
      return 0;
    }
    var count = 0L;
    try (var in = Files.newInputStream(log)) {
      var block = new byte[1 << 16];
      for (var read = in.read(block); read >= 0; read = in.read(block)) {
        for (var i = 0; i < read; i++) {
          count += block[i] == '\n' ? 1 : 0;
        }
      }
    }
    return count;
  }
}
