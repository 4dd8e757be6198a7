package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.CompactRange;
import dev.agentsafe.core.tlog.TreeHash;
import dev.agentsafe.core.tlog.TreeHasher;
import java.util.Arrays;

/** The hashes of a run of lines as leaves of the log's tree, in one array. */
final class Leaves {
  private byte[] hashes = new byte[512 * TreeHash.LENGTH];
  private int count;

  /**
   * Hashes a line, without its line feed, behind those that are there.
   *
   * @param in an array of one thread alone: the byte before the line is another one meanwhile
   */
  void add(TreeHasher hasher, byte[] in, int from, int length) {
    var at = count * TreeHash.LENGTH;
    if (at == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    }
    if (from > 0) {
      hasher.leafInPlace(in, from, length, hashes, at);
    } else {
      hasher.leaf(in, from, length, hashes, at);
    }
    count++;
  }

  int count() {
    return count;
  }

  /** Adds the leaf of that number to a tree. */
  void appendTo(CompactRange tree, int number) {
    tree.append(hashes, number * TreeHash.LENGTH);
  }
}
