package dev.agentsafe.core.policy;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One search for the first rule that is in all groups of sets; a group is a union of sets.
 *
 * <p>Works on blocks of words with loops that have no branches inside: a processor does several
 * words at once, and what lies behind the first match is never looked at.
 */
final class Search {
  private static final int BLOCK = 64;

  private Bits[] sets = new Bits[24];
  private int[] ends = new int[12];
  private int groups;
  private int size;

  /** Narrows to this set. */
  void and(Bits set) {
    begin(set);
  }

  /** Begins a union with this set. */
  void begin(Bits set) {
    groups++;
    if (groups == ends.length) {
      ends = Arrays.copyOf(ends, groups * 2);
    }
    or(set);
  }

  /** Adds to the union begun last; nothing where there is no such set. */
  void or(@Nullable Bits set) {
    if (set != null) {
      if (size == sets.length) {
        sets = Arrays.copyOf(sets, size * 2);
      }
      sets[size++] = set;
      ends[groups - 1] = size;
    }
  }

  /** The first rule in all groups that passes, or -1. */
  int first(int words, IntPredicate passes) {
    var hits = new long[Math.min(words, BLOCK)];
    var union = new long[hits.length];
    for (int from = 0; from < words; from += BLOCK) {
      int count = Math.min(words - from, BLOCK);
      intersect(from, count, hits, union);
      for (int i = 0; i < count; i++) {
        for (long left = hits[i]; left != 0; left &= left - 1) {
          int rule = ((from + i) << 6) + Long.numberOfTrailingZeros(left);
          if (passes.test(rule)) {
            return rule;
          }
        }
      }
    }
    return -1;
  }

  private void intersect(int from, int count, long[] hits, long[] union) {
    Arrays.fill(hits, -1);
    int begin = 0;
    for (int g = 0; g < groups; g++) {
      int end = ends[g];
      if (end - begin == 1) {
        sets[begin].and(from, count, hits);
      } else {
        sets[begin].copy(from, count, union);
        for (int i = begin + 1; i < end; i++) {
          sets[i].or(from, count, union);
        }
        for (int i = 0; i < count; i++) {
          hits[i] &= union[i];
        }
      }
      begin = end;
    }
  }
}
