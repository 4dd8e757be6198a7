package dev.agentsafe.core.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * A bracket expression of a {@link Glob}, with the readings of Python's {@code fnmatch}: empty
 * ranges vanish, a hyphen at an edge means itself, nothing left matches nothing.
 *
 * @param bounds inclusive ranges, low and high in turn
 */
record CharacterClass(boolean negated, List<Integer> bounds) {
  private static final int HYPHEN = '-';

  /** Stands for a hyphen that joins two ends of a range. */
  private static final int JOIN = -1;

  /** Where the bracket opened before {@code start} closes, or -1. */
  static int end(int[] pattern, int start) {
    int at = start;
    if (at < pattern.length && pattern[at] == '!') {
      at++;
    }
    if (at < pattern.length && pattern[at] == ']') {
      at++;
    }
    while (at < pattern.length && pattern[at] != ']') {
      at++;
    }
    return at < pattern.length ? at : -1;
  }

  /** Reads what stands between the brackets. */
  static CharacterClass of(int[] pattern, int start, int end) {
    var points = join(chunks(pattern, start, end));
    boolean negated = !points.isEmpty() && points.getFirst() == '!';
    return new CharacterClass(negated, ranges(negated ? points.subList(1, points.size()) : points));
  }

  boolean contains(int point) {
    for (int i = 0; i < bounds.size(); i += 2) {
      if (bounds.get(i) <= point && point <= bounds.get(i + 1)) {
        return !negated;
      }
    }
    return negated;
  }

  /** Cuts at hyphens that make a range; ranges whose ends are in the wrong order vanish. */
  private static List<List<Integer>> chunks(int[] pattern, int start, int end) {
    var chunks = new ArrayList<List<Integer>>();
    int from = start;
    int at = hyphen(pattern, pattern[start] == '!' ? start + 2 : start + 1, end);
    while (at >= 0) {
      chunks.add(points(pattern, from, at));
      from = at + 1;
      at = hyphen(pattern, at + 3, end);
    }
    if (from < end) {
      chunks.add(points(pattern, from, end));
    } else if (!chunks.isEmpty()) {
      chunks.getLast().add(HYPHEN);
    }
    for (int i = chunks.size() - 1; i > 0; i--) {
      var before = chunks.get(i - 1);
      var after = chunks.get(i);
      if (before.getLast() > after.getFirst()) {
        before.removeLast();
        before.addAll(after.subList(1, after.size()));
        chunks.remove(i);
      }
    }
    return chunks;
  }

  private static int hyphen(int[] pattern, int from, int end) {
    for (int i = from; i < end; i++) {
      if (pattern[i] == HYPHEN) {
        return i;
      }
    }
    return -1;
  }

  private static List<Integer> points(int[] pattern, int from, int end) {
    var points = new ArrayList<Integer>();
    for (int i = from; i < end; i++) {
      points.add(pattern[i]);
    }
    return points;
  }

  private static List<Integer> join(List<List<Integer>> chunks) {
    var joined = new ArrayList<Integer>();
    for (int i = 0; i < chunks.size(); i++) {
      if (i > 0) {
        joined.add(JOIN);
      }
      joined.addAll(chunks.get(i));
    }
    return joined;
  }

  private static List<Integer> ranges(List<Integer> points) {
    var bounds = new ArrayList<Integer>();
    for (int i = 0; i < points.size(); i++) {
      int low = points.get(i) == JOIN ? HYPHEN : points.get(i);
      boolean range = i + 2 < points.size() && points.get(i + 1) == JOIN;
      bounds.add(low);
      bounds.add(range ? points.get(i + 2).intValue() : low);
      i += range ? 2 : 0;
    }
    return List.copyOf(bounds);
  }
}
