package dev.agentsafe.core.audit;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads entries; whether they can be trusted is the verifier's to say. */
public final class LogReader {
  private LogReader() {}

  /**
   * A part of a log.
   *
   * @param seq the 0-based number of its first line
   * @param begin where that line begins, in bytes
   * @param end where the part ends
   */
  public record Range(long seq, long begin, long end) {}

  /** Takes the entries of a log, in order, and where their lines begin. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes an entry and says whether more are wanted.
     *
     * @param begin where its line begins, in bytes
     */
    boolean take(AuditEntry entry, long begin);
  }

  /**
   * Hands over the entries of a log, in order.
   *
   * @throws CoreException where the file cannot be read or a line holds no JSON object
   */
  public static void read(Path log, Consumer<AuditEntry> sink) {
    read(log, new Range(0, 0, Long.MAX_VALUE), sink);
  }

  /**
   * Hands over the entries of a part of a log, in order.
   *
   * @throws CoreException where the file cannot be read or a line holds no JSON object
   */
  public static void read(Path log, Range range, Consumer<AuditEntry> sink) {
    readWhile(
        log,
        range,
        entry -> {
          sink.accept(entry);
          return true;
        });
  }

  /**
   * Hands over the entries of a part of a log, in order, until one of them is the last wanted.
   *
   * @param sink says whether it wants more
   * @throws CoreException where the file cannot be read or a line holds no JSON object
   */
  public static void readWhile(Path log, Range range, Predicate<AuditEntry> sink) {
    readPlaces(log, range, (entry, begin) -> sink.test(entry));
  }

  /**
   * The same for one that wants to know where the entries are.
   *
   * @throws CoreException where the file cannot be read or a line holds no JSON object
   */
  public static void readPlaces(Path log, Range range, Sink sink) {
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      channel.position(range.begin());
      var left = Math.min(range.end(), channel.size()) - range.begin();
      var lines = new LineStream(new Limited(Channels.newInputStream(channel), left));
      var seq = range.seq();
      var begin = range.begin();
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        var entry = entry(seq, line.get());
        if (entry.isEmpty()) {
          throw new CoreException(
              "line %d of `%s` holds no JSON object; `audit verify` tells more"
                  .formatted(seq + 1, log));
        }
        if (!sink.take(entry.get(), begin)) {
          return;
        }
        seq++;
        // Only the last line may lack its line feed, and no other begins behind that.
        begin += line.get().length + 1L;
      }
    } catch (IOException e) {
      throw new CoreException("`%s` cannot be read: %s".formatted(log, e.getMessage()), e);
    }
  }

  /**
   * Reads one line; empty where it holds no JSON object.
   *
   * @param seq 0-based position in the log
   * @param line without its line feed
   */
  public static Optional<AuditEntry> entry(long seq, byte[] line) {
    return LineJson.read(new String(line, StandardCharsets.UTF_8))
            instanceof LineJson.Read.Good(Value.Fields fields)
        ? Optional.of(AuditEntry.of(seq, fields))
        : Optional.empty();
  }

  /** A stream that ends after some bytes. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      var read = in.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
