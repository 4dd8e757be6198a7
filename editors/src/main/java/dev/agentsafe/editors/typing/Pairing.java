package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Graphemes;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.YamlLine;
import java.util.List;

/** What is typed or taken back, brackets and quotes in pairs; stateless. */
public final class Pairing {
  private static final String OPENING = "[{(\"'";
  private static final String CLOSING = "]})\"'";

  private Pairing() {}

  /**
   * Types something in the place of what is selected.
   *
   * <p>What opens a pair brings its end along where nothing follows that it would enclose, and is
   * put around what is selected. What closes one is not written again where it stands already. In a
   * comment, and an apostrophe inside of a word, is a character like any other.
   */
  public static Change typed(String text, Selection selection, String typed) {
    int from = selection.from();
    int to = selection.to();
    if (typed.length() != 1) {
      return Change.of(from, to, typed);
    }
    char c = typed.charAt(0);
    int opens = OPENING.indexOf(c);
    if (opens >= 0 && from < to) {
      var edits =
          List.of(
              new Edit(from, from, typed), new Edit(to, to, CLOSING.substring(opens, opens + 1)));
      return new Change(edits, new Selection(selection.anchor() + 1, selection.caret() + 1));
    }
    if (from < to || (opens < 0 && CLOSING.indexOf(c) < 0)) {
      return Change.of(from, to, typed);
    }
    char next = to < text.length() ? text.charAt(to) : '\n';
    var lines = new Lines(text);
    int row = lines.rowOf(from);
    var line = lines.line(row);
    int column = Math.min(from - lines.start(row), line.length());
    var around = kindAt(line, column);
    boolean isQuote = c == '"' || c == '\'';
    if (next == c && CLOSING.indexOf(c) >= 0 && (!isQuote || around == YamlLine.Kind.TEXT)) {
      return Change.caret(from + 1);
    }
    boolean pairs =
        opens >= 0
            && (Character.isWhitespace(next) || ",]})".indexOf(next) >= 0)
            && around != YamlLine.Kind.COMMENT
            && around != YamlLine.Kind.TEXT
            && !(isQuote && isInsideOfWord(line, column));
    return pairs
        ? new Change(
            List.of(new Edit(from, to, typed + CLOSING.charAt(opens))), Selection.at(from + 1))
        : Change.of(from, to, typed);
  }

  /** What a caret at that column writes into. */
  private static YamlLine.Kind kindAt(String line, int column) {
    for (var span : YamlLine.spans(line)) {
      boolean isOpen =
          span.kind() == YamlLine.Kind.COMMENT
              || (span.kind() == YamlLine.Kind.TEXT && !isClosed(line, span));
      if (span.from() < column && (column < span.to() || (isOpen && column == span.to()))) {
        return span.kind();
      }
    }
    return YamlLine.Kind.PLAIN;
  }

  private static boolean isClosed(String line, YamlLine.Span span) {
    return span.to() - span.from() > 1 && line.charAt(span.to() - 1) == line.charAt(span.from());
  }

  private static boolean isInsideOfWord(String line, int column) {
    return column > 0 && " \t[{(,:-".indexOf(line.charAt(column - 1)) < 0;
  }

  /**
   * Takes back what is selected, an empty pair, blanks back to the level before, or a character.
   * Nothing changes at the beginning of the text.
   */
  public static Change backspace(String text, Selection selection) {
    int at = selection.caret();
    if (!selection.isEmpty()) {
      return Change.of(selection.from(), selection.to(), "");
    }
    if (at == 0) {
      return Change.caret(0);
    }
    char before = text.charAt(at - 1);
    int opens = OPENING.indexOf(before);
    if (opens >= 0 && text.startsWith(CLOSING.substring(opens, opens + 1), at)) {
      return Change.of(at - 1, at + 1, "");
    }
    if (before == '\n' && at > 1 && text.charAt(at - 2) == '\r') {
      return Change.of(at - 2, at, "");
    }
    int blanks = blanksBefore(text, at);
    if (blanks > 1) {
      int by = blanks % Indenting.LEVEL == 0 ? Indenting.LEVEL : blanks % Indenting.LEVEL;
      return Change.of(at - by, at, "");
    }
    return Change.of(text.offsetByCodePoints(at, -1), at, "");
  }

  /** Takes away what is selected, a whole line end, or the character behind the caret. */
  public static Change delete(String text, Selection selection) {
    int at = selection.caret();
    if (!selection.isEmpty()) {
      return Change.of(selection.from(), selection.to(), "");
    }
    if (at == text.length()) {
      return Change.caret(at);
    }
    if (text.startsWith("\r\n", at)) {
      return Change.of(at, at + 2, "");
    }
    return Change.of(at, Graphemes.next(text, at), "");
  }

  /**
   * How many blanks stand between the beginning of the line and here; 0 where anything else does.
   */
  private static int blanksBefore(String text, int at) {
    int from = at;
    while (from > 0 && text.charAt(from - 1) == ' ') {
      from--;
    }
    return from == 0 || text.charAt(from - 1) == '\n' ? at - from : 0;
  }
}
