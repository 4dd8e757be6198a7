package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.assist.Patch;
import dev.agentsafe.editors.document.Lines;

/** Writes a single value in the way in which the one before it was written, where that can be. */
record Quoting(Lines rows, Wording wording) {

  /**
   * Another value in the place of one.
   *
   * @param flow whether brackets are around it
   * @param column how far the line of its key is indented
   */
  String like(Node.Scalar old, Value value, boolean flow, int column) {
    if (!(value instanceof Value.Text(var text))) {
      return Written.flow(value);
    }
    int from = rows.from(old.span());
    return switch (rows.text().charAt(from)) {
      case '"', '\'' -> Written.quoted(text, rows.text().charAt(from));
      case '|', '>' -> block(old, text, column);
      default -> flow || isFollowed(old) ? Written.text(text) : plain(text, column);
    };
  }

  /** Whether a comment stands behind it, which stays on its line. */
  private boolean isFollowed(Node.Scalar old) {
    int end = new Patch(rows).behind(old);
    return !rows.text().substring(end, rows.end(rows.rowOf(end))).isBlank();
  }

  private String plain(String text, int column) {
    var laid = wording.behind(Value.of(text), column);
    return laid.inline() + laid.below();
  }

  private String block(Node.Scalar old, String text, int column) {
    var rowsOf = new Patch(rows).written(old).split("\r?\n", -1);
    var header = rowsOf[0];
    int indent = -1;
    for (int i = 1; i < rowsOf.length && indent < 0; i++) {
      var line = rowsOf[i];
      indent = line.isBlank() ? -1 : line.length() - line.stripLeading().length();
    }
    var below =
        wording.block(text, header, indent > column ? indent : column + wording.style().step());
    return below.isEmpty() ? Written.quoted(text) : header + below;
  }
}
