package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.GrowthProof;
import dev.agentsafe.core.tlog.SignedNote;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import dev.agentsafe.core.tlog.TlogProof;
import dev.agentsafe.core.tlog.TreeHash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Makes proofs about a log out of its tiles; each is tried before it is handed out. */
public final class LogProver {
  private final Path log;
  private final SealFolder folder;

  /** A prover of that log. */
  public LogProver(Path log) {
    this.log = log;
    this.folder = SealFolder.of(log);
  }

  /** What came of trying to prove something. */
  public sealed interface Proven<T> {
    /** There is a proof. */
    record Good<T>(T proof) implements Proven<T> {}

    /** There is none. */
    record Bad<T>(String why) implements Proven<T> {}
  }

  /** The latest checkpoint, as it stands; who signed it is not checked. */
  record Latest(SignedNote note, Checkpoint checkpoint) {}

  /**
   * Proves an entry against the latest checkpoint.
   *
   * @param seq its 0-based place
   * @throws IOException where a file cannot be read
   */
  public Proven<TlogProof> entry(long seq) throws IOException {
    var latest = latest();
    if (latest.isEmpty()) {
      return new Proven.Bad<>("there is no checkpoint in `" + folder.folder() + "`");
    }
    var checkpoint = latest.get().checkpoint();
    if (seq < 0 || seq >= checkpoint.size()) {
      return new Proven.Bad<>(
          "entry %d is not sealed; the latest checkpoint covers the first %d"
              .formatted(seq, checkpoint.size()));
    }
    var line = line(seq);
    var proof = new TiledTree(tiles(), checkpoint.size()).inclusion(seq);
    if (line.isEmpty() || proof.isEmpty()) {
      return new Proven.Bad<>("the line or a tile of entry " + seq + " is missing");
    }
    return proof.get().proves(TreeHash.ofLeaf(line.get()), checkpoint.root())
        ? new Proven.Good<>(TlogProof.of(line.get(), proof.get(), latest.get().note()))
        : new Proven.Bad<>(
            "the line or the tiles of entry %d are not those that were sealed; `audit verify` tells more"
                .formatted(seq));
  }

  /**
   * Proves that the log up to its latest checkpoint grew out of an earlier one.
   *
   * @throws IOException where a file cannot be read
   */
  public Proven<GrowthProof> growth(Checkpoint earlier) throws IOException {
    var latest = latest();
    if (latest.isEmpty()) {
      return new Proven.Bad<>("there is no checkpoint in `" + folder.folder() + "`");
    }
    var checkpoint = latest.get().checkpoint();
    if (earlier.size() > checkpoint.size()) {
      return new Proven.Bad<>(
          "the log is sealed up to %d, the earlier checkpoint covers %d"
              .formatted(checkpoint.size(), earlier.size()));
    }
    var proof = new TiledTree(tiles(), checkpoint.size()).consistency(earlier.size());
    if (proof.isEmpty()) {
      return new Proven.Bad<>("a tile of the log is missing");
    }
    return proof.get().proves(earlier.root(), checkpoint.root())
        ? new Proven.Good<>(new GrowthProof(proof.get(), latest.get().note()))
        : new Proven.Bad<>("the log does not begin with the lines of the earlier checkpoint");
  }

  Optional<Latest> latest() throws IOException {
    if (!Files.exists(folder.checkpoint())) {
      return Optional.empty();
    }
    return SignedNote.read(Files.readAllBytes(folder.checkpoint()))
            instanceof SignedNote.Read.Good(var note)
        ? Checkpoint.parse(note.text()).map(checkpoint -> new Latest(note, checkpoint))
        : Optional.empty();
  }

  TileSource tiles() {
    return TileSource.in(folder.folder());
  }

  private Optional<byte[]> line(long seq) throws IOException {
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      return new LineFinder(channel).find(seq);
    }
  }
}
