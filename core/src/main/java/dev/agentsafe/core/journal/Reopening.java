package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.LogContinuation;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.audit.SeenCheckpoints;
import dev.agentsafe.core.audit.Verdict;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.TiledTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out how a journal's file stands when it is opened: from the place on up to which this
 * machine has verified it, or as a whole where that is not known or does not agree.
 */
final class Reopening {
  private final Path file;
  private final TileFolder tiles;
  private final Optional<SeenCheckpoints> memory;
  private final Function<Verdict, CoreException> refusal;

  /**
   * How a file stands.
   *
   * @param chain how far it is good
   * @param tree the one that was signed last
   * @param readFrom where reading began
   */
  record Standing(LogVerifier.Inspection chain, SealedTree tree, long readFrom) {}

  /**
   * The opening of a file.
   *
   * @param memory what this machine has verified of it
   * @param refusal says that it is left as it is
   */
  Reopening(
      Path file,
      TileFolder tiles,
      Optional<SeenCheckpoints> memory,
      Function<Verdict, CoreException> refusal) {
    this.file = file;
    this.tiles = tiles;
    this.memory = memory;
    this.refusal = refusal;
  }

  /** How it stands; the lines that were signed are there as they were. */
  Standing standing(Optional<LatestSeal> latest) throws IOException {
    if (latest.isEmpty()) {
      var chain = LogVerifier.inspect(file);
      neverSealed(chain);
      return new Standing(chain, SealedTree.none(file, tiles), 0);
    }
    var signed = latest.get().checkpoint();
    var seen = seen(signed);
    if (seen.isPresent() && tiles.areThere(signed.size())) {
      var found = LogContinuation.of(file, seen.get(), signed);
      if (found.isPresent()) {
        var sealed = found.get().sealed();
        var edge = new SealedTree.Edge(signed.size(), sealed.bytes(), sealed.hash(), signed.root());
        return new Standing(
            found.get().chain(), SealedTree.at(file, tiles, edge), found.get().readFrom());
      }
    }
    var chain = LogVerifier.inspect(file);
    var tree = tree(chain, signed);
    if (seen.isPresent()) {
      held(signed, seen.get().checkpoint());
    }
    return new Standing(chain, tree, 0);
  }

  /**
   * The tree that was signed last. The lines that it covers must be there as they were: checked
   * before anything is set aside or written.
   */
  private SealedTree tree(LogVerifier.Inspection found, Checkpoint signed) throws IOException {
    if (found.goodLines() < signed.size()) {
      throw refusal.apply(
          found.verdict() instanceof Verdict.Failed failed
              ? failed
              : new Verdict.Truncated(signed.size(), found.goodLines()));
    }
    return SealedTree.find(file, found.goodBytes(), signed, tiles)
        .orElseThrow(() ->
            refusal.apply(
                new Verdict.Fork(
                    "its first %d lines are not those that were signed".formatted(signed.size()))));
  }

  /**
   * Refuses a log without checkpoints of which this machine knows one: whoever took them away could
   * have written the lines anew, and sealing would sign that.
   */
  private void neverSealed(LogVerifier.Inspection found) throws IOException {
    var last = LastLine.read(file, found.goodBytes());
    var origin =
        last.flatMap(line -> LogReader.entry(found.goodLines() - 1, line))
            .flatMap(entry -> entry.line().text("log_id"))
            .map(id -> Recovery.ORIGIN + id);
    var seen = origin.flatMap(this::remembered);
    if (seen.isPresent()) {
      throw refusal.apply(
          new Verdict.BadSeal(
              "it was sealed when this machine opened it last, %d lines of it, and its checkpoints are gone; put the folder `%s` back as it was, or, where you took it away on purpose, delete `%s`, which tells of it"
                  .formatted(
                      seen.get().checkpoint().size(),
                      SealFolder.of(file).folder(),
                      memory.orElseThrow().file(origin.orElseThrow()))));
    }
  }

  /** What this machine has verified of the log; never more than it is sealed by now. */
  private Optional<SeenCheckpoints.Seen> seen(Checkpoint signed) {
    var seen = remembered(signed.origin());
    if (seen.isPresent() && seen.get().checkpoint().size() > signed.size()) {
      throw refusal.apply(
          new Verdict.Fork(
              "its latest checkpoint covers %d lines, and this machine has seen one that covers %d, which `%s` tells of; delete that file only where an older copy was put back on purpose"
                  .formatted(
                      signed.size(),
                      seen.get().checkpoint().size(),
                      memory.orElseThrow().file(signed.origin()))));
    }
    return seen;
  }

  /** What this machine remembers of the log of that name. */
  private Optional<SeenCheckpoints.Seen> remembered(String origin) {
    if (memory.isEmpty()) {
      return Optional.empty();
    }
    return switch (memory.get().of(origin)) {
      case SeenCheckpoints.Memory.None _ -> Optional.empty();
      case SeenCheckpoints.Memory.Unreadable _ ->
          throw new CoreException(
              "what this machine remembers of the journal `%s`, the file `%s`, cannot be read, so that it cannot be told whether an older or another journal was put in its place; restore the file, or delete it once you are sure: then all of the journal is read"
                  .formatted(file, memory.get().file(origin)));
      case SeenCheckpoints.Memory.Kept(var seen) -> Optional.of(seen);
    };
  }

  /** Refuses a log that did not grow out of what was seen; its tiles are those of its lines. */
  private void held(Checkpoint signed, Checkpoint seen) {
    var grew =
        new TiledTree(tiles.source(), signed.size())
            .consistency(seen.size())
            .filter(proof -> proof.proves(seen.root(), signed.root()));
    if (grew.isEmpty()) {
      throw refusal.apply(
          new Verdict.Fork(
              "its first %d lines are not those that this machine has verified"
                  .formatted(seen.size())));
    }
  }
}
