package dev.agentsafe.core.tlog;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run of hashes of one level of a tree, kept as one file; immutable. */
public final class Tile {
  private final TilePath path;
  private final byte[] hashes;

  private Tile(TilePath path, byte[] hashes) {
    this.path = path;
    this.hashes = hashes;
  }

  /**
   * The tile of a path.
   *
   * @param content what its file holds; empty is returned where it has another length than that
   */
  public static Optional<Tile> of(TilePath path, byte[] content) {
    return content.length == path.width() * TreeHash.LENGTH
        ? Optional.of(new Tile(path, content.clone()))
        : Optional.empty();
  }

  /** Where it is kept. */
  public TilePath path() {
    return path;
  }

  /** What its file holds, a copy. */
  public byte[] content() {
    return hashes.clone();
  }

  /** The hash of that number in it. */
  public TreeHash hash(int number) {
    if (number >= path.width()) {
      throw new IndexOutOfBoundsException(number);
    }
    return TreeHash.at(hashes, number * TreeHash.LENGTH);
  }

  /** Its first hashes as a tile of their own. */
  public Tile narrowed(int width) {
    return new Tile(
        new TilePath(path.level(), path.index(), width),
        Arrays.copyOf(hashes, width * TreeHash.LENGTH));
  }

  /** The hash of a run of its hashes, as many as a power of two, beginning at a multiple of it. */
  TreeHash subtree(TreeHasher hasher, int from, int count) {
    var work = Arrays.copyOfRange(hashes, from * TreeHash.LENGTH, (from + count) * TreeHash.LENGTH);
    for (var left = count; left > 1; left /= 2) {
      for (var i = 0; i < left; i += 2) {
        var at = i * TreeHash.LENGTH;
        hasher.node(work, at, work, at + TreeHash.LENGTH, work, at / 2);
      }
    }
    return TreeHash.at(work, 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tile tile
        && path.equals(tile.path)
        && Arrays.equals(hashes, tile.hashes);
  }

  @Override
  public int hashCode() {
    return path.hashCode() * 31 + Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return path.path();
  }
}
