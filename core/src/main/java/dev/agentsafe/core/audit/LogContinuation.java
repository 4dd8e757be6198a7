package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.Checkpoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Verifies chain and tree of a log from the place on up to which this machine has verified it. */
public final class LogContinuation {
  private LogContinuation() {}

  /**
   * What was found.
   *
   * @param chain how far the log is good; nothing before {@code readFrom} was read
   * @param sealed what the checkpoint covers
   * @param readFrom where reading began
   */
  public record Found(LogVerifier.Inspection chain, Sealed sealed, long readFrom) {}

  /**
   * The lines that a checkpoint covers.
   *
   * @param bytes how many bytes they take
   * @param hash the entry hash of the last of them
   */
  public record Sealed(long bytes, String hash) {}

  /**
   * Goes on from what was seen to a checkpoint and beyond it; who signed that is not checked.
   *
   * @return empty where it cannot go on from there or something does not agree: then all of the log
   *     has to be read, which says what is wrong
   */
  public static Optional<Found> of(Path log, SeenCheckpoints.Seen seen, Checkpoint signed) {
    if (signed.size() < seen.checkpoint().size()
        || !signed.origin().equals(seen.checkpoint().origin())) {
      return Optional.empty();
    }
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      var resumed = Resumption.of(log, channel, seen);
      return resumed.isPresent() ? behind(channel, resumed.get(), signed) : Optional.empty();
    } catch (IOException | ArithmeticException | OutOfMemoryError _) {
      return Optional.empty();
    }
  }

  private static Optional<Found> behind(FileChannel channel, Resumption from, Checkpoint signed)
      throws IOException {
    var join =
        new PartJoin(from.start(), Optional.of(from.tree()), new TreeSet<>(List.of(signed.size())));
    var stretch = new PartReader.Stretch(from.start().bytes(), channel.size(), LogVerifier.PART);
    var wanted = new Segment.Wanted(true, false, Optional.empty());
    new PartCrew(channel, stretch, wanted, join, LogVerifier.Watch.NOBODY).checkAll();
    var good = join.good();
    if (!signed.root().equals(join.roots().get(signed.size()))) {
      return Optional.empty();
    }
    var verdict =
        join.isOpen()
            ? new Verdict.Valid(0, good.lines())
            : BadLine.behind(channel, good).verdict();
    var end = Resumption.back(channel, good.bytes(), good.lines() - signed.size());
    var last = LogReader.entry(signed.size() - 1, Resumption.last(channel, end));
    return last.map(entry ->
        new Found(
            new LogVerifier.Inspection(verdict, good.lines(), good.bytes(), good.hash()),
            new Sealed(end, entry.chain().entryHash()),
            from.start().bytes()));
  }
}
