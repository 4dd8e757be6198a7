package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.Graphemes;
import dev.agentsafe.editors.document.LineText;

/** Where the caret goes to from a place of a text; FX thread only. */
public final class Moves {
  private final LineText text;
  private final Strips strips;
  private final Ruler ruler;

  Moves(LineText text, Strips strips, Ruler ruler) {
    this.text = text;
    this.strips = strips;
    this.ruler = ruler;
  }

  /** The character before. */
  int left(int at) {
    int row = text.rowOf(at);
    int column = text.columnOf(at);
    if (column > 0) {
      return text.offset(row, Graphemes.previous(text.line(row), column));
    }
    return row > 0 ? rowEnd(row - 1) : at;
  }

  /** The character behind. */
  int right(int at) {
    int row = text.rowOf(at);
    int column = text.columnOf(at);
    if (column < text.line(row).length()) {
      return text.offset(row, Graphemes.next(text.line(row), column));
    }
    return row + 1 < text.count() ? text.start(row + 1) : at;
  }

  /** The beginning of the word before, or the end of the row above. */
  public int wordLeft(int at) {
    int row = text.rowOf(at);
    int column = text.columnOf(at);
    if (column == 0) {
      return left(at);
    }
    var line = text.line(row);
    while (column > 0 && kind(line, column - 1) == Kind.BLANK) {
      column--;
    }
    if (column > 0) {
      var kind = kind(line, column - 1);
      while (column > 0 && kind(line, column - 1) == kind) {
        column--;
      }
    }
    return text.offset(row, Graphemes.floor(line, column));
  }

  /** The beginning of the next word, or of the row below. */
  public int wordRight(int at) {
    int row = text.rowOf(at);
    int column = text.columnOf(at);
    var line = text.line(row);
    if (column == line.length()) {
      return right(at);
    }
    int next = Graphemes.next(line, column);
    var kind = kind(line, column);
    while (column < line.length() && kind(line, column) == kind) {
      column++;
    }
    while (column < line.length() && kind(line, column) == Kind.BLANK) {
      column++;
    }
    // A word may end inside of a character, such as a digit in a key cap.
    return text.offset(row, Math.max(next, Graphemes.floor(line, column)));
  }

  private enum Kind {
    WORD,
    BLANK,
    SIGN
  }

  private static Kind kind(String line, int at) {
    int point = line.codePointAt(at);
    if (Character.isLowSurrogate(line.charAt(at)) && at > 0) {
      point = line.codePointAt(at - 1);
    }
    int type = Character.getType(point);
    boolean isMark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    if (Character.isLetterOrDigit(point) || point == '_' || isMark) {
      return Kind.WORD;
    }
    return Character.isWhitespace(point) ? Kind.BLANK : Kind.SIGN;
  }

  /** Where the line on the screen begins behind its blanks, and from there its very beginning. */
  int lineStart(int at) {
    var strip = strips.of(at);
    int column = text.columnOf(at);
    if (strip.index() > 0 && column > strip.from()) {
      return text.offset(strip.row(), strip.from());
    }
    var line = text.line(strip.row());
    int first = 0;
    while (first < line.length() && Character.isWhitespace(line.charAt(first))) {
      first++;
    }
    return text.offset(strip.row(), column == first ? 0 : first);
  }

  /** Where the line on the screen ends, and from there the end of its row. */
  int lineEnd(int at) {
    var strip = strips.of(at);
    if (!strip.isLast()) {
      int last = Graphemes.previous(text.line(strip.row()), strip.to());
      if (text.columnOf(at) < last) {
        return text.offset(strip.row(), last);
      }
    }
    return rowEnd(strip.row());
  }

  /** The beginning of the row, or of the one above from there. */
  int rowUp(int at) {
    int row = text.rowOf(at);
    return text.columnOf(at) > 0 ? text.start(row) : text.start(Math.max(0, row - 1));
  }

  /** The beginning of the row below; the end of the last one. */
  int rowDown(int at) {
    int row = text.rowOf(at);
    return row + 1 < text.count() ? text.start(row + 1) : rowEnd(row);
  }

  private int rowEnd(int row) {
    return text.offset(row, text.line(row).length());
  }

  /** How far right of the beginning of its line on the screen a place is. */
  double across(int at) {
    return ruler.x(strips.of(at), text.columnOf(at));
  }

  /**
   * So many lines further down, or up where that is negative; above the first line is the
   * beginning, below the last one the end.
   *
   * @param across how far right of the beginning of its line
   */
  int down(int at, int lines, double across) {
    var strip = strips.of(at);
    var next = strips.from(strip, lines);
    if (next.row() == strip.row() && next.index() == strip.index()) {
      return lines < 0 ? 0 : text.length();
    }
    int column = ruler.column(next, across);
    if (!next.isLast() && column == next.to()) {
      column = Graphemes.previous(text.line(next.row()), column);
    }
    return text.offset(next.row(), column);
  }
}
