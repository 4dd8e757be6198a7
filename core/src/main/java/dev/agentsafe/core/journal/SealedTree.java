package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.LineRuns;
import dev.agentsafe.core.audit.LogReader;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.OpenTiles;
import dev.agentsafe.core.tlog.Tile;
import dev.agentsafe.core.tlog.TilePath;
import dev.agentsafe.core.tlog.TiledTree;
import dev.agentsafe.core.tlog.TreeHash;
import dev.agentsafe.core.tlog.TreeHasher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The tree over a journal's lines as far as a checkpoint covers them; used by one thread at a time.
 *
 * <p>It grows from what is read back from the disk, and what was read is proven to continue the
 * tree before, so that nothing is signed that is not there. In memory is only where it ends: the
 * hashes are in the tiles, and an attempt that fails leaves nothing to undo.
 */
final class SealedTree {
  private final Path log;
  private final TileFolder tiles;
  private final TreeHasher hasher = new TreeHasher();
  private Edge edge;
  private List<Tile> partial = List.of();
  private List<Tile> earlierPartial = List.of();

  /**
   * Where the tree ends.
   *
   * @param size how many lines it covers
   * @param bytes how many bytes they take
   * @param hash the entry hash of the last of them, or 64 zeros
   */
  record Edge(long size, long bytes, String hash, TreeHash root) {
    static final Edge NONE = new Edge(0, 0, "0".repeat(64), TreeHash.EMPTY);
  }

  /** A tree that has grown and is not signed yet. */
  record Grown(Edge edge, List<Tile> partial) {}

  /** What looks at each line by which the tree grows. */
  interface Onlooker {
    void line(long seq, byte[] line) throws IOException;
  }

  private SealedTree(Path log, TileFolder tiles, Edge edge) {
    this.log = log;
    this.tiles = tiles;
    this.edge = edge;
  }

  /** A tree of no lines. */
  static SealedTree none(Path log, TileFolder tiles) {
    return new SealedTree(log, tiles, Edge.NONE);
  }

  /**
   * The tree that a checkpoint tells of, with what is missing or damaged of its tiles made again;
   * empty, and nothing touched, where the log's lines have another root.
   *
   * @param bytes how many bytes the log's good lines take, which are at least those signed
   */
  static Optional<SealedTree> find(Path log, long bytes, Checkpoint signed, TileFolder tiles)
      throws IOException {
    var whole = new boolean[] {true};
    var pass = new Pass(log, bytes, signed.size());
    var open = pass.run(tile -> whole[0] &= tiles.has(tile), () -> {});
    if (!open.root().equals(signed.root())) {
      return Optional.empty();
    }
    var tree = new SealedTree(log, tiles, pass.edge(signed.root()));
    if (!whole[0] || !open.partial().stream().allMatch(tiles::has)) {
      tree.repair();
    }
    return Optional.of(tree);
  }

  /** The tree that ends there, of which all tiles are there. */
  static SealedTree at(Path log, TileFolder tiles, Edge edge) {
    return new SealedTree(log, tiles, edge);
  }

  Edge edge() {
    return edge;
  }

  /** The log whose tree it is. */
  Path log() {
    return log;
  }

  /** Reads the lines up to there and brings tree and tiles up to them; the edge stays. */
  Grown grow(Chain.Head head, Onlooker onlooker) throws IOException {
    var full = new ArrayList<Tile>();
    var open = resume(full::add);
    var hash = new String[] {edge.hash()};
    LineRuns.read(
        log,
        edge.bytes(),
        head.bytes(),
        run -> {
          hash[0] = run.follow(hash[0]).orElseThrow(this::changed);
          run.lines((in, from, length) -> {
            onlooker.line(open.size(), Arrays.copyOfRange(in, from, from + length));
            open.append(LineRuns.leaf(hasher, in, from, length));
          });
          tiles.write(full);
          full.clear();
        });
    if (open.size() != head.size() || !hash[0].equals(head.hash())) {
      throw changed();
    }
    var root = open.root();
    tiles.write(open.partial());
    tiles.force();
    var grew =
        new TiledTree(tiles.source(), head.size())
            .consistency(edge.size())
            .filter(proof -> proof.proves(edge.root(), root));
    if (grew.isEmpty()) {
      throw new IOException("the tiles do not continue the tree that was signed");
    }
    return new Grown(new Edge(head.size(), head.bytes(), head.hash(), root), open.partial());
  }

  private IOException changed() {
    return new IOException(
        "the lines after %d are not those that were written: something else changed the file"
            .formatted(edge.size()));
  }

  /** The grown tree is signed, durably. */
  void settle(Grown grown) throws IOException {
    var places = Stream.concat(earlierPartial.stream(), partial.stream()).toList();
    earlierPartial = partial;
    partial = grown.partial();
    edge = grown.edge();
    // Who reads along may be at the checkpoint before: its partial tiles go with the next one.
    var kept = new HashSet<TilePath>();
    earlierPartial.forEach(tile -> kept.add(tile.path()));
    partial.forEach(tile -> kept.add(tile.path()));
    tiles.prune(places, kept);
  }

  private OpenTiles resume(Consumer<Tile> full) throws IOException {
    var there = stored(full);
    if (there.isEmpty()) {
      repair();
      there = stored(full);
    }
    return there.orElseThrow(
        () -> new IOException("the tiles of the sealed lines cannot be made again"));
  }

  private Optional<OpenTiles> stored(Consumer<Tile> full) {
    return OpenTiles.resume(edge.size(), tiles.source(), full)
        .filter(open -> open.root().equals(edge.root()));
  }

  /** Makes the tiles anew from the log. */
  private void repair() throws IOException {
    var full = new ArrayList<Tile>();
    var open =
        new Pass(log, edge.bytes(), edge.size())
            .run(
                full::add,
                () -> {
                  tiles.write(full);
                  full.clear();
                });
    if (!open.root().equals(edge.root())) {
      throw changed();
    }
    tiles.write(open.partial());
    tiles.force();
  }

  /** One reading of the first lines of a log. */
  private static final class Pass {
    private final Path log;
    private final long end;
    private final long size;
    private final TreeHasher hasher = new TreeHasher();
    private long bytes;
    private byte[] last = new byte[0];

    Pass(Path log, long end, long size) {
      this.log = log;
      this.end = end;
      this.size = size;
    }

    /** What is done after each run of lines. */
    interface Between {
      void run() throws IOException;
    }

    OpenTiles run(Consumer<Tile> full, Between between) throws IOException {
      var open = new OpenTiles(full);
      LineRuns.read(
          log,
          0,
          end,
          run -> {
            run.lines((in, from, length) -> {
              if (open.size() < size) {
                open.append(LineRuns.leaf(hasher, in, from, length));
                bytes += length + 1L;
                if (open.size() == size) {
                  last = Arrays.copyOfRange(in, from, from + length);
                }
              }
            });
            between.run();
          });
      return open;
    }

    Edge edge(TreeHash root) {
      var hash =
          size == 0
              ? Edge.NONE.hash()
              : LogReader.entry(size - 1, last).map(e -> e.chain().entryHash()).orElse("");
      return new Edge(size, bytes, hash, root);
    }
  }
}
