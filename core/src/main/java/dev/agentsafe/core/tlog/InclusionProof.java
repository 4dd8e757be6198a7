package dev.agentsafe.core.tlog;

import java.util.List;
import java.util.Optional;

/**
 * Proves that an entry is in a tree (RFC 6962, 2.1.1).
 *
 * @param index the entry's 0-based place
 * @param size how many entries the tree has
 * @param path from the entry's sibling up to a child of the root
 */
public record InclusionProof(long index, long size, List<TreeHash> path) {
  /** Copies the path. */
  public InclusionProof {
    path = List.copyOf(path);
  }

  /** Whether it proves that the entry of that hash is in the tree of that root. */
  public boolean proves(TreeHash leaf, TreeHash root) {
    return root(leaf).equals(Optional.of(root));
  }

  /** The root that the tree has if the entry is in it; empty where the proof fits no tree. */
  public Optional<TreeHash> root(TreeHash leaf) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    var hasher = new TreeHasher();
    // RFC 9162, 2.1.3.2.
    var at = index;
    var last = size - 1;
    var root = leaf;
    for (var sibling : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if ((at & 1) == 1 || at == last) {
        root = TreeHash.ofNode(hasher, sibling, root);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        root = TreeHash.ofNode(hasher, root, sibling);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 ? Optional.of(root) : Optional.empty();
  }
}
