package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.CompactRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** One verification of a log. */
final class Examination {
  private final LogVerifier.Request request;
  private final int partSize;
  private final LogVerifier.Watch watch;
  private final Path log;

  Examination(LogVerifier.Request request, int partSize, LogVerifier.Watch watch) {
    this.watch = watch;
    this.request = request;
    this.partSize = partSize;
    this.log = request.log();
  }

  /** The chain alone. */
  Verification chain() throws IOException {
    var absent = absent();
    if (absent.isPresent()) {
      return LogVerifier.unreadable(absent.get());
    }
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      var join = new PartJoin(PartJoin.Start.OF_LOG, Optional.empty(), new TreeSet<>());
      read(channel, new Segment.Wanted(false, false, blobs()), join);
      var valid = new Verdict.Valid(0, join.good().lines());
      return LogVerifier.bare(
              bad(channel, join).<Verdict>map(BadLine::verdict).orElse(valid), join.good())
          .with(join.lost());
    }
  }

  /** All there is to verify. */
  Verification run() throws IOException {
    var reader = new SealReader(request);
    var read = reader.read();
    return examine(read).with(reader.findings());
  }

  private Verification examine(SealReader.Read read) throws IOException {
    return switch (read) {
      case SealReader.Read.None _ -> chain();
      case SealReader.Read.Bad(var why) ->
          LogVerifier.bare(new Verdict.BadSeal(why), PartJoin.Start.OF_LOG);
      case SealReader.Read.Good seal -> sealed(seal);
    };
  }

  private Optional<String> absent() {
    if (!Files.exists(log)) {
      return Optional.of("there is no file `" + log + "`");
    }
    return Files.isRegularFile(log) ? Optional.empty() : Optional.of("`" + log + "` is not a file");
  }

  private Verification sealed(SealReader.Read.Good seal) throws IOException {
    if (!Files.exists(log)) {
      return LogVerifier.bare(
          new Verdict.Truncated(seal.checkpoint().size(), 0), PartJoin.Start.OF_LOG);
    }
    if (!Files.isRegularFile(log)) {
      return LogVerifier.unreadable("`" + log + "` is not a file");
    }
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      var resumed =
          request.extent().resume() && seal.bridges().isEmpty() && request.since().isEmpty()
              ? seal.seen().flatMap(seen -> Resumption.of(log, channel, seen))
              : Optional.<Resumption>empty();
      var from = resumed.map(Resumption::start).orElse(PartJoin.Start.OF_LOG);
      var join =
          new PartJoin(
              from,
              Optional.of(resumed.map(Resumption::tree).orElseGet(CompactRange::new)),
              sizes(seal));
      read(channel, new Segment.Wanted(true, !seal.bridges().isEmpty(), blobs()), join);
      var verdict = new SealJudge(request, seal, join).judge(channel, bad(channel, join));
      var good = join.good();
      var verification =
          new Verification(
              verdict,
              Optional.of(
                  new Verification.Seal(
                      seal.checkpoint(), seal.key().first(), seal.key().origin())),
              from.lines(),
              new Verification.Good(good.lines(), good.bytes(), good.hash()),
              join.lost(),
              Optional.empty());
      return remembered(channel, verification);
    }
  }

  private Optional<Path> blobs() {
    return request.extent().blobs() ? Optional.of(BlobReference.folder(log)) : Optional.empty();
  }

  /** At which sizes the tree's root is wanted. */
  private SortedSet<Long> sizes(SealReader.Read.Good seal) {
    var sizes = new TreeSet<Long>();
    sizes.add(seal.checkpoint().size());
    seal.bridges().forEach(bridge -> sizes.add(bridge.checkpoint().size()));
    seal.seen().ifPresent(seen -> sizes.add(seen.checkpoint().size()));
    request
        .since()
        .flatMap(note -> seal.key().trust().read(note))
        .ifPresent(since -> sizes.add(since.checkpoint().size()));
    return sizes;
  }

  private void read(FileChannel channel, Segment.Wanted wanted, PartJoin join) throws IOException {
    var stretch = new PartReader.Stretch(join.good().bytes(), channel.size(), partSize);
    new PartCrew(channel, stretch, wanted, join, watch).checkAll();
  }

  /** The line behind the good ones, if there is one: it is read again to say what is wrong. */
  private static Optional<BadLine> bad(FileChannel channel, PartJoin join) throws IOException {
    return join.isOpen() ? Optional.empty() : Optional.of(BadLine.behind(channel, join.good()));
  }

  /**
   * Remembers it where it is to be remembered. That this fails says nothing of the log: the verdict
   * stays, and whoever reads it is told, for the next fork would go unnoticed here.
   */
  private Verification remembered(FileChannel channel, Verification verification)
      throws IOException {
    if (request.seen().isEmpty()
        || watch.isCancelled()
        || !(verification.verdict() instanceof Verdict.Valid(var sealed, var unsealed))
        || verification.seal().isEmpty()
        || !verification.findings().isEmpty()) {
      return verification;
    }
    var seal = verification.seal().get();
    Checkpoint checkpoint = seal.checkpoint();
    var bytes = Resumption.back(channel, verification.good().bytes(), unsealed);
    if (checkpoint.size() != sealed) {
      return verification;
    }
    try {
      request.seen().get().remember(new SeenCheckpoints.Seen(checkpoint, seal.key(), log, bytes));
      return verification;
    } catch (IOException e) {
      return verification.forgotten(why(e));
    }
  }

  /** Some of these have a file for their message and nothing else. */
  private static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          "`" + denied.getFile() + "` may not be written by this user";
      case FileAlreadyExistsException there -> "`" + there.getFile() + "` is in the way";
      default -> String.valueOf(e.getMessage());
    };
  }
}
