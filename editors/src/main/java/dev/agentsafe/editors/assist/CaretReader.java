package dev.agentsafe.editors.assist;

import dev.agentsafe.editors.assist.Caret.Frame;
import dev.agentsafe.editors.assist.Caret.Layout;
import dev.agentsafe.editors.assist.Caret.Role;
import dev.agentsafe.editors.assist.Caret.Word;
import dev.agentsafe.editors.document.Lines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what a place in a text is; never throws, whatever the text is. */
final class CaretReader {
  /** So many lines upwards an open bracket is looked for. */
  private static final int BACK = 400;

  private final Lines rows;
  private final Ancestry ancestry;
  private final int offset;
  private final int number;
  private final Row row;
  private final int column;

  private CaretReader(Lines rows, int offset) {
    this.rows = rows;
    this.offset = offset;
    ancestry = new Ancestry(rows);
    number = rows.rowOf(offset);
    row = Row.of(rows.line(number));
    column = offset - rows.start(number);
  }

  /**
   * What the text is at that place.
   *
   * @param offset in UTF-16 units; taken to the nearest place where it is out of the text
   */
  static Caret at(String text, int offset) {
    return at(new Lines(text), offset);
  }

  static Caret at(Lines rows, int offset) {
    return new CaretReader(rows, Math.clamp(offset, 0, rows.text().length())).read();
  }

  private Caret read() {
    if (column > row.line().length() || isComment() || inBlock()) {
      return none();
    }
    if (row.hasValue() && column > row.value() && opensFlow(row)) {
      return flow(number, row);
    }
    if (!row.hasKey() || column <= row.keyEnd()) {
      var host = openAbove();
      if (host >= 0) {
        return flow(host, Row.of(rows.line(host)));
      }
    }
    return block();
  }

  private Caret none() {
    return new Caret(
        List.of(), Role.NONE, new Word(offset, offset, "", ""), Map.of(), layout(column, ""));
  }

  private static Layout layout(int column, String lead) {
    return new Layout(column, false, lead);
  }

  /** Behind a sign of a comment, or in it. */
  private boolean isComment() {
    int sign = row.line().indexOf('#', row.end());
    return sign >= 0 && column > sign && row.line().substring(row.end(), sign).isBlank();
  }

  /** How deep the line of the caret is; where it is blank, how deep the caret is. */
  private int depth() {
    return row.isBlank() ? column : row.indent();
  }

  private boolean inBlock() {
    int need = depth();
    for (int r = number - 1; r >= 0 && need > 0; r--) {
      int indent = rows.indent(r);
      if (indent >= 0 && indent < need) {
        if (Row.of(rows.line(r)).opensBlock()) {
          return true;
        }
        need = indent;
      }
    }
    return false;
  }

  private static boolean opensFlow(Row row) {
    return row.hasValue() && "[{".indexOf(row.line().charAt(row.value())) >= 0;
  }

  /** The line above whose brackets are still open at the caret; -1 where there is none. */
  private int openAbove() {
    int need = Math.max(depth(), 1);
    for (int r = number - 1; r >= Math.max(0, number - BACK) && need > 0; r--) {
      int indent = rows.indent(r);
      if (indent >= 0 && indent < need) {
        var above = Row.of(rows.line(r));
        if (opensFlow(above)
            && !FlowScan.to(rows.text(), rows.start(r) + above.value(), offset)
                .levels()
                .isEmpty()) {
          return r;
        }
        need = indent;
      }
    }
    return -1;
  }

  private Caret flow(int host, Row opening) {
    var scan = FlowScan.to(rows.text(), rows.start(host) + opening.value(), offset);
    if (scan.levels().isEmpty()) {
      return none();
    }
    var frames = ancestry.of(host, opening, opening.hasKey() ? opening.key() : opening.value());
    if (opening.hasKey()) {
      frames.add(new Frame.Key(opening.keyText(), ancestry.mapping(host, opening.key())));
    }
    var levels = scan.levels();
    for (int i = 0; i < levels.size() - 1; i++) {
      step(levels.get(i), frames);
    }
    var inner = levels.getLast();
    var key = inner.key();
    int from = inner.word() < 0 || inner.word() > offset ? offset : inner.word();
    if (from < offset && "[{".indexOf(rows.text().charAt(from)) >= 0) {
      return none();
    }
    int to = scan.finish(offset);
    var beside = new HashMap<>(inner.said());
    var word = word(from, Math.max(from, to));
    if (inner.isMapping() && key == null) {
      beside.remove(word.text());
      return new Caret(frames, Role.KEY, word, beside, new Layout(column, true, lead(from)));
    }
    if (key != null) {
      beside.remove(key);
      frames.add(new Frame.Key(key, beside));
    } else {
      frames.add(new Frame.Item());
    }
    return new Caret(frames, Role.VALUE, word, beside, new Layout(column, true, lead(from)));
  }

  private static void step(FlowScan.Level level, List<Frame> frames) {
    var key = level.key();
    if (key != null) {
      frames.add(new Frame.Key(key, level.said()));
    } else {
      frames.add(new Frame.Item());
    }
  }

  /** A colon or a comma wants a space behind it. */
  private String lead(int from) {
    return from > 0 && ":,".indexOf(rows.text().charAt(from - 1)) >= 0 ? " " : "";
  }

  private Word word(int from, int to) {
    var text = rows.text();
    return new Word(
        from,
        to,
        Scalars.unquoted(text.substring(from, Math.max(from, offset))),
        Scalars.unquoted(text.substring(from, to)));
  }

  private Caret block() {
    if (row.hasKey() && column > row.keyEnd()) {
      return value();
    }
    boolean blank = !row.hasKey() && !row.hasValue();
    int begin = row.hasKey() ? row.key() : blank ? column : row.value();
    boolean dashed = !row.dashes().isEmpty();
    if (column < begin || (dashed && column <= row.dashes().getLast())) {
      return none();
    }
    int end = row.hasKey() ? row.keyEnd() : Math.max(row.end(), begin);
    if (!blank && column > end) {
      return none();
    }
    if (dashed && column == row.dashes().getLast() + 1) {
      return none();
    }
    int start = rows.start(number);
    var word = word(start + begin, start + (blank ? begin : end));
    var beside = ancestry.mapping(number, begin);
    if (row.hasKey()) {
      beside.remove(row.keyText());
    }
    if (beside.isEmpty() && ancestry.isContinued(number, row, begin)) {
      return none();
    }
    return new Caret(
        ancestry.of(number, row, begin),
        row.hasKey() ? Role.KEY : Role.OPEN,
        word,
        beside,
        layout(begin, ""));
  }

  private Caret value() {
    int begin = row.hasValue() ? row.value() : column;
    int end = row.hasValue() ? row.end() : column;
    int colon = row.line().indexOf(':', row.keyEnd());
    if (column <= colon
        || column < begin
        || column > end
        || (row.hasValue() && "|>&*!".indexOf(row.line().charAt(begin)) >= 0)) {
      return none();
    }
    if (opensFlow(row)) {
      return none();
    }
    var frames = ancestry.of(number, row, row.key());
    var beside = ancestry.mapping(number, row.key());
    beside.remove(row.keyText());
    frames.add(new Frame.Key(row.keyText(), beside));
    int start = rows.start(number);
    return new Caret(
        new ArrayList<>(frames),
        Role.VALUE,
        word(start + begin, start + end),
        beside,
        layout(row.key(), begin == colon + 1 ? " " : ""));
  }
}
