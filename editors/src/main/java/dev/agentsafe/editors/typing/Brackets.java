package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.language.YamlLine;
import java.util.Optional;

/** Finds the bracket that belongs to another; those in quotes and comments are none. */
public final class Brackets {
  private static final int MOST_ROWS = 2_000;
  private static final String OPENING = "[{";
  private static final String CLOSING = "]}";

  private Brackets() {}

  /** Two places that belong together, each before its bracket. */
  public record Pair(int opening, int closing) {}

  /** The pair of which one bracket touches the caret; the one behind the caret goes first. */
  public static Optional<Pair> at(LineText text, int caret) {
    int row = text.rowOf(caret);
    int column = text.columnOf(caret);
    return at(text, row, column)
        .or(() -> column == 0 ? Optional.empty() : at(text, row, column - 1));
  }

  private static Optional<Pair> at(LineText text, int row, int column) {
    var line = text.line(row);
    if (column >= line.length() || !isBracket(line, column)) {
      return Optional.empty();
    }
    boolean isForward = OPENING.indexOf(line.charAt(column)) >= 0;
    int here = text.start(row) + column;
    int step = isForward ? 1 : -1;
    int depth = 0;
    for (int at = row, rows = 0;
        at >= 0 && at < text.count() && rows < MOST_ROWS;
        at += step, rows++) {
      var spans = YamlLine.spans(text.line(at));
      for (var span : isForward ? spans : spans.reversed()) {
        boolean isPassed = at == row && (isForward ? span.from() < column : span.from() > column);
        if (isPassed || !isBracket(text.line(at), span)) {
          continue;
        }
        boolean opens = OPENING.indexOf(text.line(at).charAt(span.from())) >= 0;
        depth += opens == isForward ? 1 : -1;
        if (depth == 0) {
          int there = text.start(at) + span.from();
          return fits(line.charAt(column), text.line(at).charAt(span.from()))
              ? Optional.of(new Pair(Math.min(here, there), Math.max(here, there)))
              : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static boolean fits(char one, char other) {
    return OPENING.indexOf(one) >= 0
        ? OPENING.indexOf(one) == CLOSING.indexOf(other)
        : CLOSING.indexOf(one) == OPENING.indexOf(other);
  }

  private static boolean isBracket(String line, int column) {
    return YamlLine.spans(line).stream().anyMatch(s -> s.from() == column && isBracket(line, s));
  }

  private static boolean isBracket(String line, YamlLine.Span span) {
    return span.kind() == YamlLine.Kind.PUNCTUATION
        && span.to() - span.from() == 1
        && (OPENING + CLOSING).indexOf(line.charAt(span.from())) >= 0;
  }
}
