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
  private int members;
  private int narrowest;
  private int fewest = Integer.MAX_VALUE;

  /** Narrows to this set. */
  void and(Bits set) {
    begin(set);
  }

  /** Begins a union with this set. */
  void begin(Bits set) {
    end();
    groups++;
    members = 0;
    if (groups == ends.length) {
      ends = Arrays.copyOf(ends, groups * 2);
    }
    or(set);
  }

  private void end() {
    if (groups > 0 && members < fewest) {
      fewest = members;
      narrowest = groups - 1;
    }
  }

  /** Adds to the union begun last; nothing where there is no such set. */
  void or(@Nullable Bits set) {
    if (set != null) {
      if (size == sets.length) {
        sets = Arrays.copyOf(sets, size * 2);
      }
      sets[size++] = set;
      ends[groups - 1] = size;
      members += set.size();
    }
  }

  /** The first rule in all groups that passes, or -1. */
  int first(int summaries, IntPredicate passes) {
    end();
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

  /** The group with the fewest rules goes first: after it most words are empty already. */
  private long hits(int w) {
    long all = union(narrowest, w);
    for (int g = 0; g < groups && all != 0; g++) {
      all &= g == narrowest ? all : union(g, w);
    }
    return all;
  }

  private long union(int group, int w) {
    long any = 0;
    for (int i = group == 0 ? 0 : ends[group - 1]; i < ends[group]; i++) {
      any |= sets[i].word(w);
    }
    return any;
  }
}
