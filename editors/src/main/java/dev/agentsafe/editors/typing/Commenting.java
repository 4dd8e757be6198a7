package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.util.ArrayList;

/** Makes comments of lines, and lines of comments; stateless. */
public final class Commenting {
  private static final String MARK = "# ";

  private Commenting() {}

  /**
   * Takes the selected lines out of the file, or in again where all of them are comments.
   *
   * <p>The marks stand below each other at the smallest indentation, so that doing it twice changes
   * nothing. Blank lines stay blank, unless there is no other.
   */
  public static Change toggle(String text, Selection selection) {
    var lines = new Lines(text);
    var rows = Stretch.of(lines, selection);
    var edits = new ArrayList<Edit>();
    int smallest = Integer.MAX_VALUE;
    boolean allComments = true;
    for (int row = rows.first(); row <= rows.last(); row++) {
      var line = lines.line(row);
      if (!line.isBlank()) {
        smallest = Math.min(smallest, indent(line));
        allComments &= line.charAt(indent(line)) == '#';
      }
    }
    if (smallest == Integer.MAX_VALUE) {
      edits.add(new Edit(lines.end(rows.last()), lines.end(rows.last()), MARK));
      return new Change(edits, Selection.at(lines.end(rows.last()) + MARK.length()));
    }
    for (int row = rows.first(); row <= rows.last(); row++) {
      var line = lines.line(row);
      if (line.isBlank()) {
        continue;
      }
      int at = lines.start(row) + (allComments ? indent(line) : smallest);
      int length = text.startsWith(MARK, at) ? MARK.length() : 1;
      edits.add(allComments ? new Edit(at, at + length, "") : new Edit(at, at, MARK));
    }
    return new Change(edits, selection.after(edits));
  }

  private static int indent(String line) {
    int at = 0;
    while (Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at;
  }
}
