package dev.agentsafe.editors.assist;

import dev.agentsafe.editors.assist.Caret.Frame;
import dev.agentsafe.editors.document.Lines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a place is in and beside, by indentation. */
record Ancestry(Lines rows) {

  /**
   * The way from the root to what begins on that line at that column.
   *
   * @param column where it begins; dashes before it on its line are steps of the way
   */
  List<Frame> of(int number, Row row, int column) {
    var frames = new ArrayList<Frame>();
    int need = column;
    boolean dashed = false;
    for (int i = row.dashes().size() - 1; i >= 0; i--) {
      if (row.dashes().get(i) < need) {
        frames.add(new Frame.Item());
        need = row.dashes().get(i);
        dashed = true;
      }
    }
    for (int r = number - 1; r >= 0 && (need > 0 || dashed); r--) {
      int indent = rows.indent(r);
      if (indent < 0 || indent > need || (indent == need && !dashed)) {
        continue;
      }
      var above = Row.of(rows.line(r));
      if (above.hasKey() && holds(above, need, dashed)) {
        frames.add(new Frame.Key(above.keyText(), mapping(r, above.key())));
        need = above.key();
        dashed = false;
      }
      for (int i = above.dashes().size() - 1; i >= 0; i--) {
        if (above.dashes().get(i) < need) {
          frames.add(new Frame.Item());
          need = above.dashes().get(i);
          dashed = true;
        }
      }
    }
    Collections.reverse(frames);
    return frames;
  }

  /** A list may stand right below its key, not deeper than it. */
  private static boolean holds(Row above, int need, boolean dashed) {
    return above.key() < need
        || (above.key() == need && dashed && above.dashes().isEmpty() && !above.hasValue());
  }

  /** Whether it stands below a key that has its value already: then it only goes on with that. */
  boolean isContinued(int number, Row row, int column) {
    if (!row.dashes().isEmpty()) {
      return false;
    }
    for (int r = number - 1; r >= 0; r--) {
      int indent = rows.indent(r);
      if (indent >= 0) {
        var above = Row.of(rows.line(r));
        int begin = above.hasKey() ? above.key() : above.value();
        if (begin < column) {
          return above.hasValue();
        }
        if (indent < column) {
          return above.hasValue() && !above.hasKey();
        }
      }
    }
    return false;
  }

  /** The keys of the mapping that has one on that line at that column, with single values. */
  Map<String, String> mapping(int number, int column) {
    var said = new HashMap<String, String>();
    boolean first = keep(Row.of(rows.line(number)), column, said);
    for (int r = number - 1; r >= 0 && first; r--) {
      int indent = rows.indent(r);
      if (indent >= 0 && indent <= column) {
        first = keep(Row.of(rows.line(r)), column, said) && indent == column;
      }
    }
    for (int r = number + 1; r < rows.count(); r++) {
      int indent = rows.indent(r);
      if (indent >= 0 && indent < column) {
        break;
      }
      if (indent == column) {
        keep(Row.of(rows.line(r)), column, said);
      }
    }
    return said;
  }

  /** Keeps the key of that column; false where the mapping begins on that line. */
  private static boolean keep(Row row, int column, Map<String, String> said) {
    if (row.hasKey() && row.key() == column) {
      var value = row.valueText();
      said.putIfAbsent(
          row.keyText(),
          value.isEmpty() || "[{|>&*!".indexOf(value.charAt(0)) >= 0
              ? ""
              : Scalars.unquoted(value));
      return row.dashes().isEmpty();
    }
    return row.dashes().isEmpty() || row.dashes().getFirst() >= column;
  }
}
