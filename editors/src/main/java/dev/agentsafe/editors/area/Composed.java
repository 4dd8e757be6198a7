package dev.agentsafe.editors.area;

/**
 * What an input method makes up before it is part of the text; immutable.
 *
 * @param row where it is shown
 * @param column before which
 * @param text what it is so far; nothing where nothing is being made up
 * @param caret where the caret stands in it
 */
record Composed(int row, int column, String text, int caret) {
  static final Composed NOTHING = new Composed(-1, 0, "", 0);

  /** Whether it is shown in a strip. */
  boolean isIn(Strip strip) {
    return !text.isEmpty() && strip.holds(row, column);
  }
}
