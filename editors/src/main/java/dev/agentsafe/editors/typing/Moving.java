package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.util.List;
import java.util.Optional;

/** Moves and doubles whole lines; stateless. */
public final class Moving {
  private Moving() {}

  /** The selected lines one line up; nothing where they are the first. */
  public static Optional<Change> up(String text, Selection selection) {
    var lines = new Lines(text);
    var rows = Stretch.of(lines, selection);
    return rows.first() == 0
        ? Optional.empty()
        : Optional.of(new Turn(lines, rows.first() - 1, rows.first(), rows.last()).of(selection));
  }

  /** The selected lines one line down; nothing where they are the last. */
  public static Optional<Change> down(String text, Selection selection) {
    var lines = new Lines(text);
    var rows = Stretch.of(lines, selection);
    return rows.last() == lines.count() - 1
        ? Optional.empty()
        : Optional.of(
            new Turn(lines, rows.first(), rows.last() + 1, rows.last() + 1).of(selection));
  }

  /**
   * Two blocks of rows that change places.
   *
   * @param second the first row of the second block
   * @param last the last row of the second block
   */
  private record Turn(Lines lines, int first, int second, int last) {

    /**
     * The line breaks stay where they are, so that a last line without one does not glue two lines
     * together.
     */
    Change of(Selection selection) {
      var out = new StringBuilder();
      for (int i = 0; i <= last - first; i++) {
        out.append(lines.line(rowAt(i)));
        if (first + i < last) {
          out.append(lineBreak(first + i));
        }
      }
      return new Change(
          List.of(new Edit(lines.start(first), lines.end(last), out.toString())),
          new Selection(moved(selection.anchor(), selection), moved(selection.caret(), selection)));
    }

    private int rowAt(int position) {
      int behind = last - second + 1;
      return position < behind ? second + position : first + position - behind;
    }

    private int positionOf(int row) {
      return row >= second ? row - second : row - first + last - second + 1;
    }

    private String lineBreak(int row) {
      return lines.text().substring(lines.end(row), Stretch.behind(lines, row));
    }

    /** Where the row at that position begins afterwards. */
    private int begin(int position) {
      int at = lines.start(first);
      for (int i = 0; i < position; i++) {
        at += lines.line(rowAt(i)).length() + lineBreak(first + i).length();
      }
      return at;
    }

    private int moved(int offset, Selection selection) {
      int row = lines.rowOf(offset);
      // A selection that ends at the beginning of a row ends behind the one before it.
      boolean isBehind =
          offset == selection.to() && !selection.isEmpty() && offset == lines.start(row);
      if (isBehind && row - 1 >= first) {
        int next = positionOf(row - 1) + 1;
        return next <= last - first ? begin(next) : Stretch.behind(lines, last);
      }
      return begin(positionOf(row)) + Math.min(offset, lines.end(row)) - lines.start(row);
    }
  }

  /** The selected lines once more; the copy that is selected is the one in that direction. */
  public static Change doubled(String text, Selection selection, boolean downwards) {
    var lines = new Lines(text);
    var rows = Stretch.of(lines, selection);
    int from = lines.start(rows.first());
    int to = lines.end(rows.last());
    var copy = text.substring(from, to) + lineEnd(lines, rows.last());
    int by = downwards ? copy.length() : 0;
    return new Change(
        List.of(new Edit(from, from, copy)),
        new Selection(selection.anchor() + by, selection.caret() + by));
  }

  /** What ends a row, or the one before it where it is the last. */
  private static String lineEnd(Lines lines, int row) {
    if (row + 1 < lines.count()) {
      return lines.text().substring(lines.end(row), lines.start(row + 1));
    }
    return row == 0 ? "\n" : lineEnd(lines, row - 1);
  }

  /**
   * All of the selected lines with their line breaks; for cutting and copying without selection.
   */
  public static Selection whole(String text, Selection selection) {
    var lines = new Lines(text);
    var rows = Stretch.of(lines, selection);
    return new Selection(lines.start(rows.first()), Stretch.behind(lines, rows.last()));
  }
}
