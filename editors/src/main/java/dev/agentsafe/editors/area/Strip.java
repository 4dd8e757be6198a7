package dev.agentsafe.editors.area;

/**
 * A line on the screen: a row of the text, or a piece of one that goes on below itself; immutable.
 *
 * @param row of the text, counted from 0
 * @param index which piece of it, counted from 0
 * @param from its first column
 * @param to just behind its last column
 * @param isLast whether the row ends with it
 */
record Strip(int row, int index, int from, int to, boolean isLast) {

  /** Whether it stands above another. */
  boolean isAbove(Strip other) {
    return row != other.row ? row < other.row : index < other.index;
  }

  /** Whether a caret before that column of that row stands in it. */
  boolean holds(int ofRow, int column) {
    return row == ofRow && column >= from && (column < to || (isLast && column == to));
  }
}
