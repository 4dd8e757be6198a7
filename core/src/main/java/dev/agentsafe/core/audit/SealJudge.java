package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.SignedNote;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Judges what was found in a log by the checkpoints that it must agree with. */
final class SealJudge {
  private final LogVerifier.Request request;
  private final SealReader.Read.Good seal;
  private final PartJoin found;

  SealJudge(LogVerifier.Request request, SealReader.Read.Good seal, PartJoin found) {
    this.request = request;
    this.seal = seal;
    this.found = found;
  }

  /**
   * The verdict.
   *
   * @param bad the first line that the chain finds bad; empty where it finds none
   */
  Verdict judge(FileChannel log, Optional<BadLine> bad) throws IOException {
    var lines = found.good().lines();
    var sealed = seal.checkpoint();
    var edited = bad.filter(line -> !line.cutOff());
    if (edited.isPresent()) {
      return difference(log, lines, false).orElse(edited.get().verdict());
    }
    if (lines < sealed.size()) {
      return difference(log, lines, false)
          .<Verdict>map(v -> v)
          .orElse(new Verdict.Truncated(sealed.size(), lines));
    }
    if (!sealed.root().equals(found.roots().get(sealed.size()))) {
      return difference(log, sealed.size(), true).orElseThrow();
    }
    var unsigned = cross();
    if (unsigned.isPresent()) {
      return new Verdict.BadSeal(unsigned.get());
    }
    return earlier()
        .or(() -> bad.map(BadLine::verdict))
        .orElse(new Verdict.Valid(sealed.size(), lines - sealed.size()));
  }

  private Optional<Verdict.Failed> difference(FileChannel log, long lines, boolean certain)
      throws IOException {
    var folder = SealFolder.of(request.log());
    return new FirstDifference(folder, seal.checkpoint(), seal.key().trust())
        .among(log, lines, certain);
  }

  /** Follows the rotations to the keys that signed; says what is missing to that. */
  private Optional<String> cross() {
    if (seal.bridges().isEmpty()) {
      // It was checked when it was read.
      return Optional.empty();
    }
    var trust = seal.key().trust();
    for (var bridge : seal.bridges()) {
      var checkpoint = bridge.checkpoint();
      if (checkpoint.root().equals(found.roots().get(checkpoint.size()))) {
        trust.cross(
            bridge,
            found.rotations().stream()
                .filter(rotation -> rotation.number() < checkpoint.size())
                .map(Segment.Rotation::entry)
                .toList());
      }
    }
    return seal.note().check(trust.keys()) instanceof SignedNote.Checked.Bad(var why)
        ? Optional.of("the checkpoint of " + seal.checkpoint().size() + " lines: " + why)
        : Optional.empty();
  }

  /** What an earlier checkpoint says against the log. */
  private Optional<Verdict> earlier() {
    var since = request.since();
    if (since.isPresent()) {
      switch (Checkpoint.open(since.get(), seal.key().trust().keys())) {
        case Checkpoint.Opened.Bad(var why) -> {
          return Optional.of(new Verdict.BadSeal("the earlier checkpoint: " + why));
        }
        case Checkpoint.Opened.Good(var checkpoint, _, _) -> {
          var against = against(checkpoint, "the earlier checkpoint");
          if (against.isPresent()) {
            return against;
          }
        }
      }
    }
    return seal.seen()
        .flatMap(
            seen -> against(seen.checkpoint(), "the checkpoint that this machine has verified"));
  }

  private Optional<Verdict> against(Checkpoint earlier, String which) {
    if (!earlier.origin().equals(seal.checkpoint().origin())) {
      return Optional.of(
          new Verdict.BadSeal(which + " is of another log, `" + earlier.origin() + "`"));
    }
    if (earlier.size() > found.good().lines()) {
      return Optional.of(new Verdict.Truncated(earlier.size(), found.good().lines()));
    }
    return earlier.root().equals(found.roots().get(earlier.size()))
        ? Optional.empty()
        : Optional.of(
            new Verdict.Fork("its first " + earlier.size() + " lines are not those of " + which));
  }
}
