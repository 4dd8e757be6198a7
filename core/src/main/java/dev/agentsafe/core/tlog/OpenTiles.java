package dev.agentsafe.core.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The right edge of a tree that grows: the tiles that are not full yet, one for each level. Used by
 * one thread.
 *
 * <p>A tile is handed over once, when it is full. What a checkpoint needs besides those are {@link
 * #partial} tiles of its size.
 */
public final class OpenTiles {
  private final TreeHasher hasher = new TreeHasher();
  private final List<Level> levels = new ArrayList<>();
  private final Consumer<Tile> full;
  private long size;

  /** The hashes of a level that are in no full tile yet. */
  private static final class Level {
    private final byte[] hashes = new byte[TilePath.FULL * TreeHash.LENGTH];
    private long index;
    private int width;

    TilePath path(int level) {
      return new TilePath(level, index, width);
    }
  }

  /**
   * A tree without entries.
   *
   * @param full takes each tile that became full
   */
  public OpenTiles(Consumer<Tile> full) {
    this.full = full;
  }

  /**
   * Goes on with a tree of that size.
   *
   * @param tiles where its tiles are found
   * @return empty where a tile is missing or has another length than it must have
   */
  public static Optional<OpenTiles> resume(long size, TileSource tiles, Consumer<Tile> full) {
    var open = new OpenTiles(full);
    open.size = size;
    var level = 0;
    for (var hashes = size; hashes > 0; hashes /= TilePath.FULL) {
      var edge = open.level(level);
      edge.index = hashes / TilePath.FULL;
      edge.width = (int) (hashes % TilePath.FULL);
      if (edge.width > 0) {
        var tile = tiles.tile(edge.path(level));
        if (tile.isEmpty()) {
          return Optional.empty();
        }
        System.arraycopy(tile.get().content(), 0, edge.hashes, 0, edge.width * TreeHash.LENGTH);
      }
      level++;
    }
    return Optional.of(open);
  }

  /** Adds the hash of an entry. */
  public void append(TreeHash leaf) {
    append(0, leaf);
    size++;
  }

  private void append(int number, TreeHash hash) {
    var level = level(number);
    hash.copyTo(level.hashes, level.width * TreeHash.LENGTH);
    level.width++;
    if (level.width == TilePath.FULL) {
      var tile = tile(level.path(number), level);
      level.index++;
      level.width = 0;
      full.accept(tile);
      append(number + 1, tile.subtree(hasher, 0, TilePath.FULL));
    }
  }

  /** How many entries there are. */
  public long size() {
    return size;
  }

  /** The tiles that are not full, as they are now. */
  public List<Tile> partial() {
    var tiles = new ArrayList<Tile>();
    for (var i = 0; i < levels.size(); i++) {
      if (levels.get(i).width > 0) {
        tiles.add(tile(levels.get(i).path(i), levels.get(i)));
      }
    }
    return List.copyOf(tiles);
  }

  /** The tree as it is now, without its tiles. */
  public CompactRange range() {
    var edges = new ArrayList<TreeHash>();
    for (var tile : partial().reversed()) {
      var from = 0;
      for (var count = TilePath.FULL / 2; count > 0; count /= 2) {
        if ((tile.path().width() & count) != 0) {
          edges.add(tile.subtree(hasher, from, count));
          from += count;
        }
      }
    }
    return new CompactRange(size, edges);
  }

  /** The root hash of the tree as it is now. */
  public TreeHash root() {
    return range().root();
  }

  private static Tile tile(TilePath path, Level level) {
    var content = new byte[path.width() * TreeHash.LENGTH];
    System.arraycopy(level.hashes, 0, content, 0, content.length);
    return Tile.of(path, content).orElseThrow();
  }

  private Level level(int number) {
    while (levels.size() <= number) {
      levels.add(new Level());
    }
    return levels.get(number);
  }
}
