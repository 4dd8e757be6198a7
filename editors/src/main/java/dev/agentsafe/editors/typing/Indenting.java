package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.YamlLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Where lines begin, as YAML wants it: new lines, further in, further out; stateless. */
public final class Indenting {
  /** How many blanks a level is. */
  public static final int LEVEL = 2;

  private static final Pattern DASHES = Pattern.compile("^ *(?:- +)*(?:-(?=$))?");
  private static final Pattern BLOCK = Pattern.compile(".*(?:^|[\\s:])[|>][-+0-9]*");
  private static final Pattern KEY =
      Pattern.compile("(?:[^\\s'\"\\[\\]{},#][^:#]*|\"[^\"]*\"|'[^']*'):(?:\\s.*)?");

  private Indenting() {}

  /**
   * A new line at the caret, in the place of what is selected.
   *
   * <p>After a key or the head of a block it begins a level further in; in an entry of a list below
   * the entry's first key; after an entry without keys with the next dash. An entry that is only a
   * dash ends the list instead. Between two brackets the second goes to a line of its own.
   *
   * @param lineEnd what ends a line in this text
   */
  public static Change enter(String text, Selection selection, String lineEnd) {
    var lines = new Lines(text);
    int from = selection.from();
    int row = lines.rowOf(from);
    int start = lines.start(row);
    var before = text.substring(start, Math.min(from, lines.end(row)));
    int to = selection.to();
    int end = lines.end(lines.rowOf(to));
    while (to < end && text.charAt(to) == ' ' && !before.isBlank()) {
      to++;
    }
    if (before.isBlank()) {
      // A line that is blank is left empty; what stands behind the caret keeps its indentation.
      int begin = to >= end ? start : from;
      return Change.of(begin, to, lineEnd + before);
    }
    var code = code(before);
    if (code.strip().equals("-") && to >= end) {
      int out = Math.max(0, code.indexOf('-') - LEVEL);
      return Change.of(start, to, " ".repeat(out));
    }
    var behind = text.substring(Math.min(to, end), end);
    var next = lineEnd + next(before, code, behind);
    if (opens(code) && !behind.isEmpty() && "]}".indexOf(behind.charAt(0)) >= 0) {
      var closing = lineEnd + " ".repeat(Stretch.indent(before));
      return new Change(
          List.of(new Edit(from, to, next + closing)), Selection.at(from + next.length()));
    }
    return Change.of(from, to, next);
  }

  /** What the line behind that one begins with. */
  private static String next(String before, String code, String behind) {
    var dashes = DASHES.matcher(code);
    int in = dashes.find() ? dashes.end() : 0;
    var rest = code.substring(in);
    if (opens(code)) {
      return " ".repeat(Stretch.indent(before) + LEVEL);
    }
    if (rest.endsWith(":") || BLOCK.matcher(rest).matches()) {
      return " ".repeat(in + LEVEL);
    }
    boolean isEntry = in > Stretch.indent(before) && !rest.isBlank();
    if (isEntry && !KEY.matcher(rest).matches() && !isFlow(rest) && behind.isBlank()) {
      return " ".repeat(code.lastIndexOf('-', in - 1)) + "- ";
    }
    return " ".repeat(in);
  }

  private static boolean isFlow(String rest) {
    return rest.startsWith("{") || rest.startsWith("[");
  }

  /** A line without its comment and the blanks before it. */
  private static String code(String before) {
    var spans = YamlLine.spans(before);
    var last = spans.isEmpty() ? null : spans.getLast();
    return last != null && last.kind() == YamlLine.Kind.COMMENT
        ? before.substring(0, last.from()).stripTrailing()
        : before.stripTrailing();
  }

  /** Whether the last bracket that a line opens is not closed in it. */
  private static boolean opens(String code) {
    int depth = 0;
    for (var span : YamlLine.spans(code)) {
      if (span.kind() == YamlLine.Kind.PUNCTUATION && span.to() - span.from() == 1) {
        char c = code.charAt(span.from());
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      }
    }
    return depth > 0;
  }

  /** Blanks up to the next level at the caret, or each selected line a level further in. */
  public static Change in(String text, Selection selection) {
    if (selection.isEmpty()) {
      var lines = new Lines(text);
      int column = selection.caret() - lines.start(lines.rowOf(selection.caret()));
      return Change.of(selection.caret(), selection.caret(), " ".repeat(LEVEL - column % LEVEL));
    }
    var lines = new Lines(text);
    var rows = Stretch.of(lines, selection);
    var edits = new ArrayList<Edit>();
    for (int row = rows.first(); row <= rows.last(); row++) {
      if (lines.start(row) < lines.end(row)) {
        edits.add(new Edit(lines.start(row), lines.start(row), " ".repeat(LEVEL)));
      }
    }
    return new Change(edits, selection.after(edits));
  }

  /** The caret's line or each selected line a level further out, where it is that far in. */
  public static Change out(String text, Selection selection) {
    var lines = new Lines(text);
    var rows = Stretch.of(lines, selection);
    var edits = new ArrayList<Edit>();
    for (int row = rows.first(); row <= rows.last(); row++) {
      var line = lines.line(row);
      int by = line.startsWith("\t") ? 1 : Math.min(LEVEL, Stretch.indent(line));
      if (by > 0) {
        edits.add(new Edit(lines.start(row), lines.start(row) + by, ""));
      }
    }
    return new Change(edits, selection.after(edits));
  }
}
