package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.LineText;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Optional;

/** The lines on the screen that a text has; FX thread only. */
final class Strips {
  private static final int[] WHOLE = {0};
  private static final int MOST_KEPT = 500;

  private final LineText text;
  private final IdentityHashMap<String, int[]> kept = new IdentityHashMap<>();
  private int columns;

  Strips(LineText text) {
    this.text = text;
  }

  /** Has lines go on below themselves behind so many columns; 0 for never. */
  void wrap(int after) {
    if (after != columns) {
      columns = after;
      kept.clear();
    }
  }

  private int[] starts(int row) {
    if (columns == 0) {
      return WHOLE;
    }
    // A line is the same object until it is edited.
    var line = text.line(row);
    var known = kept.get(line);
    if (known == null) {
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
      known = Breaks.of(line, columns);
      kept.put(line, known);
    }
    return known;
  }

  /** How many lines a row takes. */
  int count(int row) {
    return starts(row).length;
  }

  /** A piece of a row; the last one where it has fewer, the last row where the text has fewer. */
  Strip at(int row, int index) {
    int inside = Math.clamp(row, 0, text.count() - 1);
    var starts = starts(inside);
    int piece = inside < row ? starts.length - 1 : Math.clamp(index, 0, starts.length - 1);
    boolean isLast = piece == starts.length - 1;
    int to = isLast ? text.line(inside).length() : starts[piece + 1];
    return new Strip(inside, piece, starts[piece], to, isLast);
  }

  /** The line that has a place of the text; between two pieces of a row the second. */
  Strip of(int offset) {
    int row = text.rowOf(offset);
    int found = Arrays.binarySearch(starts(row), text.columnOf(offset));
    return at(row, found >= 0 ? found : -found - 2);
  }

  Strip last() {
    int row = text.count() - 1;
    return at(row, count(row) - 1);
  }

  Optional<Strip> next(Strip strip) {
    if (!strip.isLast()) {
      return Optional.of(at(strip.row(), strip.index() + 1));
    }
    return strip.row() + 1 < text.count() ? Optional.of(at(strip.row() + 1, 0)) : Optional.empty();
  }

  Optional<Strip> previous(Strip strip) {
    if (strip.index() > 0) {
      return Optional.of(at(strip.row(), strip.index() - 1));
    }
    return strip.row() > 0 ? Optional.of(at(strip.row() - 1, Integer.MAX_VALUE)) : Optional.empty();
  }

  /** The line so many further down, or up where that is negative; as far as there are any. */
  Strip from(Strip strip, int by) {
    if (columns == 0) {
      return at(Math.clamp((long) strip.row() + by, 0, text.count() - 1), 0);
    }
    var found = strip;
    for (int i = 0; i < Math.abs(by); i++) {
      var beside = by > 0 ? next(found) : previous(found);
      if (beside.isEmpty()) {
        break;
      }
      found = beside.get();
    }
    return found;
  }

  /** How many lines one stands below another; not further than the most that is asked for. */
  int distance(Strip above, Strip below, int most) {
    if (columns == 0) {
      return Math.min(most, below.row() - above.row());
    }
    int found = 0;
    var at = above;
    while (found < most && at.isAbove(below)) {
      at = next(at).orElse(below);
      found++;
    }
    return found;
  }
}
