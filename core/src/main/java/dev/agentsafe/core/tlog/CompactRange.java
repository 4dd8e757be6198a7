package dev.agentsafe.core.tlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Merkle tree that grows, kept as the roots of its complete subtrees: one for each bit that is
 * set in its size. Used by one thread.
 */
public final class CompactRange {
  private static final int MOST_EDGES = 64;

  private final TreeHasher hasher = new TreeHasher();

  /** The edges from left to right, each the root of a smaller subtree than the one before it. */
  private final byte[] edges = new byte[MOST_EDGES * TreeHash.LENGTH];

  private long size;
  private int count;

  /** A tree without entries. */
  public CompactRange() {}

  /**
   * The tree of that size.
   *
   * @param edges the roots of its complete subtrees from left to right, one for each bit of size
   */
  public CompactRange(long size, List<TreeHash> edges) {
    if (size < 0 || edges.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a tree of " + size + " has not " + edges.size() + " edges");
    }
    this.size = size;
    for (var edge : edges) {
      edge.copyTo(this.edges, count++ * TreeHash.LENGTH);
    }
  }

  /** Adds the hash of an entry. */
  public void append(TreeHash leaf) {
    append(leaf.bytes(), 0);
  }

  /** Adds the hash of an entry that stands at that place. */
  public void append(byte[] in, int at) {
    System.arraycopy(in, at, edges, count * TreeHash.LENGTH, TreeHash.LENGTH);
    count++;
    for (var bits = size; (bits & 1) == 1; bits >>>= 1) {
      var left = (count - 2) * TreeHash.LENGTH;
      hasher.node(edges, left, edges, left + TreeHash.LENGTH, edges, left);
      count--;
    }
    size++;
  }

  /** How many entries there are. */
  public long size() {
    return size;
  }

  /** The root hash of the tree as it is now. */
  public TreeHash root() {
    return edges().reversed().stream()
        .reduce((right, left) -> TreeHash.ofNode(hasher, left, right))
        .orElse(TreeHash.EMPTY);
  }

  /** The roots of the complete subtrees from left to right. */
  public List<TreeHash> edges() {
    var all = new ArrayList<TreeHash>(count);
    for (var i = 0; i < count; i++) {
      all.add(TreeHash.at(edges, i * TreeHash.LENGTH));
    }
    return Collections.unmodifiableList(all);
  }
}
