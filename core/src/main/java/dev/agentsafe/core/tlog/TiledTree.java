package dev.agentsafe.core.tlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tree of a certain size, read from its tiles as far as a question needs them. Used by one
 * thread.
 *
 * <p>What it answers is only as good as the tiles: check it against a signed root.
 */
public final class TiledTree {
  private final TreeHasher hasher = new TreeHasher();
  private final Map<TilePath, Tile> read = new HashMap<>();
  private final TileSource tiles;
  private final long size;

  /** A tile is not there; stays in this class. */
  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private interface Question<T> {
    T ask() throws Missing;
  }

  /** The tree of that size. */
  public TiledTree(TileSource tiles, long size) {
    this.tiles = tiles;
    this.size = size;
  }

  /** The roots of its complete subtrees; empty where a tile is missing. */
  public Optional<CompactRange> range() {
    return answer(() -> {
      var edges = new ArrayList<TreeHash>();
      var from = 0L;
      for (var bit = Long.highestOneBit(size); bit > 0; bit >>>= 1) {
        if ((size & bit) != 0) {
          edges.add(hash(from, from + bit));
          from += bit;
        }
      }
      return new CompactRange(size, edges);
    });
  }

  /** The hash of an entry; empty where a tile is missing. */
  public Optional<TreeHash> leaf(long index) {
    return index < 0 || index >= size ? Optional.empty() : answer(() -> hash(index, index + 1));
  }

  /** Proves that an entry is in the tree; empty where a tile or the entry is missing. */
  public Optional<InclusionProof> inclusion(long index) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    return answer(() -> {
      var path = new ArrayList<TreeHash>();
      inclusion(index, 0, size, path);
      return new InclusionProof(index, size, path);
    });
  }

  /** Proves that the tree began as one of that size; empty where a tile is missing. */
  public Optional<ConsistencyProof> consistency(long first) {
    if (first < 0 || first > size) {
      return Optional.empty();
    }
    return answer(() -> {
      var path = new ArrayList<TreeHash>();
      if (first > 0) {
        consistency(first, 0, size, path);
      }
      return new ConsistencyProof(first, size, path);
    });
  }

  private static <T> Optional<T> answer(Question<T> question) {
    try {
      return Optional.of(question.ask());
    } catch (Missing _) {
      return Optional.empty();
    }
  }

  /** RFC 6962, 2.1.1, from the sibling of the leaf up. */
  private void inclusion(long index, long from, long to, List<TreeHash> path) throws Missing {
    if (to - from == 1) {
      return;
    }
    var middle = from + split(to - from);
    if (index < middle) {
      inclusion(index, from, middle, path);
      path.add(hash(middle, to));
    } else {
      inclusion(index, middle, to, path);
      path.add(hash(from, middle));
    }
  }

  /** RFC 6962, 2.1.2: {@code SUBPROOF}; the range from 0 on is known to who asks. */
  private void consistency(long first, long from, long to, List<TreeHash> path) throws Missing {
    if (first == to) {
      if (from > 0) {
        path.add(hash(from, to));
      }
      return;
    }
    var middle = from + split(to - from);
    if (first <= middle) {
      consistency(first, from, middle, path);
      path.add(hash(middle, to));
    } else {
      consistency(first, middle, to, path);
      path.add(hash(from, middle));
    }
  }

  /** The root of the entries of a range that is a subtree of some tree. */
  private TreeHash hash(long from, long to) throws Missing {
    var count = to - from;
    if (Long.bitCount(count) == 1) {
      return complete(from, Long.numberOfTrailingZeros(count));
    }
    var middle = from + split(count);
    return TreeHash.ofNode(hasher, hash(from, middle), hash(middle, to));
  }

  private TreeHash complete(long from, int height) throws Missing {
    var level = height / TilePath.HEIGHT;
    var first = from >>> (level * TilePath.HEIGHT);
    var count = 1 << (height % TilePath.HEIGHT);
    return tile(level, first / TilePath.FULL).subtree(hasher, (int) (first % TilePath.FULL), count);
  }

  private Tile tile(int level, long index) throws Missing {
    var hashes = (size >>> (level * TilePath.HEIGHT)) - index * TilePath.FULL;
    var path = new TilePath(level, index, (int) Math.min(hashes, TilePath.FULL));
    var known = read.get(path);
    if (known != null) {
      return known;
    }
    var tile = tiles.tile(path).orElseThrow(Missing::new);
    read.put(path, tile);
    return tile;
  }

  /** The largest power of two below that number. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }
}
