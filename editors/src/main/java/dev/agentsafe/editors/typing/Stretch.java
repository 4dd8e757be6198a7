package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Lines;

/**
 * The rows that a selection touches, counted from 0.
 *
 * @param last one in which nothing but its beginning is selected does not count
 */
record Stretch(int first, int last) {
  static Stretch of(Lines lines, Selection selection) {
    int first = lines.rowOf(selection.from());
    int last = lines.rowOf(selection.to());
    return new Stretch(
        first, last > first && lines.start(last) == selection.to() ? last - 1 : last);
  }

  /** Where the line break of a row ends, or the text. */
  static int behind(Lines lines, int row) {
    return row + 1 < lines.count() ? lines.start(row + 1) : lines.text().length();
  }

  /** How many blanks a line begins with. */
  static int indent(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
