package dev.agentsafe.core.policy;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One search for the first rule that is in all groups of sets; a group is a union of sets.
 *
 * <p>Unions are never materialised: words are combined as the search gets to them, and words that
 * are empty in a summary are not looked at.
 */
final class Search {
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
  int first(int summaries, IntPredicate passes) {
    for (int s = 0; s < summaries; s++) {
      long live = live(s);
      while (live != 0) {
        int w = (s << 6) + Long.numberOfTrailingZeros(live);
        live &= live - 1;
        long hits = hits(w);
        while (hits != 0) {
          int rule = (w << 6) + Long.numberOfTrailingZeros(hits);
          hits &= hits - 1;
          if (passes.test(rule)) {
            return rule;
          }
        }
      }
    }
    return -1;
  }

  private long live(int s) {
    long all = -1;
    int from = 0;
    for (int g = 0; g < groups && all != 0; g++) {
      long any = 0;
      for (int i = from; i < ends[g]; i++) {
        any |= sets[i].summary(s);
      }
      from = ends[g];
      all &= any;
    }
    return all;
  }

  private long hits(int w) {
    long all = -1;
    int from = 0;
    for (int g = 0; g < groups && all != 0; g++) {
      long any = 0;
      for (int i = from; i < ends[g]; i++) {
        any |= sets[i].word(w);
      }
      from = ends[g];
      all &= any;
    }
    return all;
  }
}
