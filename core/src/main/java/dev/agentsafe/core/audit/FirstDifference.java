package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.CompactRange;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import dev.agentsafe.core.tlog.TreeHash;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the first line that is another one than was sealed, line by line: slow, and asked only
 * where something is wrong.
 *
 * <p>The tiles tell it, each proven against the signed root before it is believed. Without them the
 * earlier checkpoints tell between which two it is.
 */
final class FirstDifference {
  /** Leaves after which the tiles that were read are dropped. */
  private static final long KEPT = 1 << 13;

  private final SealFolder folder;
  private final Checkpoint sealed;
  private final Trust trust;

  FirstDifference(SealFolder folder, Checkpoint sealed, Trust trust) {
    this.folder = folder;
    this.sealed = sealed;
    this.trust = trust;
  }

  /**
   * The first such line among the first lines.
   *
   * @param lines how many of them are looked at
   * @param certain whether one of them is known to differ
   */
  Optional<Verdict.Failed> among(FileChannel log, long lines, boolean certain) throws IOException {
    var signed = certain ? earlier() : Map.<Long, TreeHash>of();
    var stream = new LineStream(Channels.newInputStream(log.position(0)));
    var grown = new CompactRange();
    var tiles = TileSource.in(folder.folder());
    var tree = new TiledTree(tiles, sealed.size());
    var agreed = 0L;
    for (var i = 0L; i < Math.min(lines, sealed.size()); i++) {
      var line = stream.next();
      if (line.isEmpty()) {
        break;
      }
      if (i % KEPT == 0) {
        tree = new TiledTree(tiles, sealed.size());
      }
      var leaf = TreeHash.ofLeaf(line.get());
      if (differs(tree, i, leaf)) {
        return Optional.of(
            new Verdict.Failed(
                i + 1,
                Verdict.Kind.NOT_SEALED,
                "it is not the line that the checkpoint of " + sealed.size() + " lines covers"));
      }
      if (certain) {
        grown.append(leaf);
        if (grown.root().equals(signed.get(grown.size()))) {
          agreed = grown.size();
        }
      }
    }
    return certain ? Optional.of(between(agreed)) : Optional.empty();
  }

  private boolean differs(TiledTree tree, long index, TreeHash leaf) {
    var sealedLeaf = tree.leaf(index);
    return sealedLeaf.isPresent()
        && !sealedLeaf.get().equals(leaf)
        && tree.inclusion(index)
            .filter(proof -> proof.proves(sealedLeaf.get(), sealed.root()))
            .isPresent();
  }

  private Verdict.Failed between(long agreed) {
    return new Verdict.Failed(
        agreed + 1,
        Verdict.Kind.NOT_SEALED,
        "this line or one up to line %d is not the one that the checkpoint covers; the tiles that would tell which are missing or damaged"
            .formatted(sealed.size()));
  }

  /** The roots that keys of ours signed earlier. */
  private Map<Long, TreeHash> earlier() throws IOException {
    var roots = new TreeMap<Long, TreeHash>();
    for (var size : folder.sizes()) {
      if (Checkpoint.open(Files.readAllBytes(folder.checkpoint(size)), trust.keys())
          instanceof Checkpoint.Opened.Good(var checkpoint, _, _)) {
        roots.put(checkpoint.size(), checkpoint.root());
      }
    }
    return roots;
  }
}
