package dev.agentsafe.core.tlog;

import java.util.List;

/**
 * Proves that a tree grew out of an earlier one (RFC 6962, 2.1.2).
 *
 * @param first how many entries the earlier one has
 * @param second how many the later one has
 * @param path the hashes that it takes; none where one of both sizes is 0 or both are the same
 */
public record ConsistencyProof(long first, long second, List<TreeHash> path) {
  /** Copies the path. */
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /** Whether it proves that the tree of the second root grew out of the tree of the first. */
  public boolean proves(TreeHash firstRoot, TreeHash secondRoot) {
    if (first < 0 || first > second) {
      return false;
    }
    if (first == 0) {
      return path.isEmpty()
          && firstRoot.equals(TreeHash.EMPTY)
          && (second > 0 || secondRoot.equals(TreeHash.EMPTY));
    }
    if (first == second) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    return climbs(firstRoot, secondRoot);
  }

  /** RFC 9162, 2.1.4.2. */
  private boolean climbs(TreeHash firstRoot, TreeHash secondRoot) {
    var complete = Long.bitCount(first) == 1;
    if (path.isEmpty() && !complete) {
      return false;
    }
    var hasher = new TreeHasher();
    var at = (first - 1) >>> Long.numberOfTrailingZeros(first);
    var last = (second - 1) >>> Long.numberOfTrailingZeros(first);
    var earlier = complete ? firstRoot : path.getFirst();
    var later = earlier;
    for (var hash : complete ? path : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        earlier = TreeHash.ofNode(hasher, hash, earlier);
        later = TreeHash.ofNode(hasher, hash, later);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        later = TreeHash.ofNode(hasher, later, hash);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 && earlier.equals(firstRoot) && later.equals(secondRoot);
  }
}
