package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds where a YAML text can be cut so that each part is read alone: at the entries of its
 * outermost mapping, and at the items of a list that is the value of one. Used once.
 *
 * <p>It knows quotes, brackets, block texts and texts of several lines well enough not to cut
 * inside of one. Where one seems never to end, it cuts at what looks like the next part.
 */
final class Cutter {
  private static final int NONE = -2;

  /**
   * Where a part begins.
   *
   * @param from in UTF-16 units
   * @param line how many lines are before it
   */
  record Cut(int from, int line, Piece.Shape shape) {}

  private enum Inside {
    NOTHING,
    QUOTES,
    BRACKETS,
    BLOCK
  }

  private final String text;
  private final List<Cut> cuts = new ArrayList<>();
  private final List<Comment> comments = new ArrayList<>();
  private Inside inside = Inside.NOTHING;
  private char quote;
  private int depth;
  private char before;
  // the column of the key or dash that the value at hand belongs to
  private int floor;
  private int blockIndent;
  private int plainFloor = NONE;
  private int items = NONE;
  private boolean awaiting;
  private boolean whole;
  private boolean guessed;
  private int lineStart;
  private int line;

  Cutter(String text) {
    this.text = text;
    int at = 0;
    while (at < text.length()) {
      int end = endOfLine(at);
      lineStart = at;
      line(at, end);
      line++;
      at = end + (end + 1 < text.length() && text.startsWith("\r\n", end) ? 2 : 1);
    }
  }

  /** Whether it cannot be cut at all. */
  boolean isWhole() {
    return whole || cuts.isEmpty();
  }

  /** Whether something seemed never to end, so that the cuts are a guess. */
  boolean isGuess() {
    return guessed;
  }

  /** In the order of the text; the first part begins where the text does. */
  List<Cut> cuts() {
    return cuts;
  }

  /** In the order of the text. */
  List<Comment> comments() {
    return comments;
  }

  private int endOfLine(int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
        return at;
      }
      at++;
    }
    return at;
  }

  private void line(int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) == ' ') {
      at++;
    }
    int column = at - from;
    boolean blank = skipBlanks(at, end) >= end;
    if (inside == Inside.BLOCK) {
      if (blank || inBlock(column)) {
        return;
      }
      inside = Inside.NOTHING;
    }
    if (column == 0 && marks(at, end)) {
      return;
    }
    if (inside != Inside.NOTHING) {
      if (blank) {
        return;
      }
      if (!looksLikeStart(at, end, column)) {
        continued(at, end);
        return;
      }
      guessed = true;
      inside = Inside.NOTHING;
    }
    if (!blank) {
      content(at, end, column);
    }
  }

  private boolean inBlock(int column) {
    if (blockIndent == NONE && column > floor) {
      blockIndent = column;
    }
    return blockIndent != NONE && column >= blockIndent;
  }

  private void content(int at, int end, int column) {
    if (text.charAt(at) == '#') {
      comment(at, end);
      plainFloor = NONE;
      return;
    }
    if (plainFloor != NONE && column > plainFloor) {
      plain(at, end);
      return;
    }
    plainFloor = NONE;
    boolean entry = cut(at, end, column);
    floor = column;
    boolean bare = tokens(at, end);
    if (entry) {
      awaiting = bare;
    }
  }

  /** The marks between documents, and directives. */
  private boolean marks(int at, int end) {
    if (at < end && text.charAt(at) == '%' && inside == Inside.NOTHING) {
      whole = true;
      return false;
    }
    if (!(text.startsWith("---", at) || text.startsWith("...", at))
        || !(at + 3 >= end || isBlank(at + 3))) {
      return false;
    }
    int rest = skipBlanks(at + 3, end);
    boolean first = cuts.isEmpty() && text.charAt(at) == '-' && inside == Inside.NOTHING;
    whole |= !first || !(rest >= end || text.charAt(rest) == '#');
    return first && !whole;
  }

  private boolean cut(int at, int end, int column) {
    boolean dash = isDash(at, end);
    if (column == 0 && !dash && text.charAt(at) != '\t') {
      whole |= "[{]},|>&*!?%@`:".indexOf(text.charAt(at)) >= 0;
      cuts.add(new Cut(cuts.isEmpty() ? 0 : at, cuts.isEmpty() ? 0 : line, Piece.Shape.ENTRY));
      items = NONE;
      return true;
    }
    if (cuts.isEmpty()) {
      whole = true;
    } else if (dash && (awaiting || column == items)) {
      items = column;
      cuts.add(new Cut(lineStart, line, Piece.Shape.ITEM));
    }
    awaiting = false;
    return false;
  }

  private boolean isDash(int at, int end) {
    return text.charAt(at) == '-' && (at + 1 >= end || isBlank(at + 1));
  }

  private boolean looksLikeStart(int from, int end, int column) {
    int at = from;
    if (column == items && isDash(at, end)) {
      at = skipBlanks(at + 1, end);
    } else if (column > 0) {
      return false;
    }
    int begin = at;
    while (at < end
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at > begin && isColon(at, end);
  }

  /** Goes on with what began in an earlier line. */
  private void continued(int from, int end) {
    int at = inside == Inside.QUOTES ? quoted(from, end) : bracketed(from, end);
    if (inside == Inside.NOTHING) {
      tokens(at, end);
    }
  }

  /** Reads to the end of the line; returns whether a key stands there without a value. */
  private boolean tokens(int from, int end) {
    boolean bare = false;
    int at = skipBlanks(from, end);
    while (at < end) {
      char c = text.charAt(at);
      int start = at;
      if (c == '#' && (at == lineStart || isBlank(at - 1))) {
        comment(at, end);
        return bare;
      }
      if ((c == '-' || c == '?') && (at + 1 >= end || isBlank(at + 1))) {
        floor = at - lineStart;
        bare = false;
        at = skipBlanks(at + 1, end);
        continue;
      }
      bare = false;
      if (c == '"' || c == '\'') {
        quote = c;
        at = quoted(at + 1, end);
      } else if (c == '[' || c == '{') {
        depth = 0;
        before = ' ';
        at = bracketed(at, end);
      } else if ((c == '|' || c == '>') && block(at, end)) {
        return false;
      } else if (c == '&' || c == '!' || c == '*') {
        at = wordEnd(at, end);
      } else {
        at = plain(at, end);
      }
      if (inside != Inside.NOTHING) {
        return false;
      }
      at = skipBlanks(at, end);
      if (at < end && isColon(at, end)) {
        floor = start - lineStart;
        plainFloor = NONE;
        bare = true;
        at = skipBlanks(at + 1, end);
      }
    }
    return bare;
  }

  /** Reads unquoted text to its end or to the colon that makes it a key. */
  private int plain(int from, int end) {
    int at = from;
    while (at < end) {
      if (at > from && isColon(at, end)) {
        return at;
      }
      if (text.charAt(at) == '#' && at > from && isBlank(at - 1)) {
        plainFloor = NONE;
        return at;
      }
      at++;
    }
    plainFloor = floor;
    return at;
  }

  private int quoted(int from, int end) {
    inside = Inside.QUOTES;
    int at = from;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '\\' && quote == '"') {
        at++;
      } else if (c == quote) {
        if (quote == '\'' && at + 1 < end && text.charAt(at + 1) == '\'') {
          at++;
        } else {
          inside = Inside.NOTHING;
          return at + 1;
        }
      }
      at++;
    }
    return end;
  }

  private int bracketed(int from, int end) {
    inside = Inside.BRACKETS;
    int at = from;
    while (at < end) {
      char c = text.charAt(at);
      if (before == '"' || before == '\'') {
        at = inner(at, end);
        continue;
      }
      if (c == '#' && (at == lineStart || isBlank(at - 1))) {
        comment(at, end);
        return end;
      }
      if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
        if (depth == 0) {
          inside = Inside.NOTHING;
          return at + 1;
        }
      }
      if (!isBlank(at)) {
        boolean opens = (c == '"' || c == '\'') && " [{,:".indexOf(before) >= 0;
        before = opens ? c : c == '"' || c == '\'' ? 'x' : c;
      }
      at++;
    }
    return end;
  }

  /** Goes on inside of quotes that are inside of brackets. */
  private int inner(int from, int end) {
    quote = before;
    int at = quoted(from, end);
    if (inside == Inside.NOTHING) {
      before = 'x';
    }
    inside = Inside.BRACKETS;
    return at;
  }

  private boolean block(int from, int end) {
    int at = from + 1;
    while (at < end && "+-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    int rest = skipBlanks(at, end);
    if (rest < end && (rest == at || text.charAt(rest) != '#')) {
      return false;
    }
    if (rest < end) {
      comment(rest, end);
    }
    inside = Inside.BLOCK;
    blockIndent = NONE;
    return true;
  }

  private int wordEnd(int from, int end) {
    int at = from;
    while (at < end && !isBlank(at)) {
      at++;
    }
    return at;
  }

  private void comment(int at, int end) {
    int column = text.codePointCount(lineStart, at) + 1;
    int behind = column + text.codePointCount(at, end);
    comments.add(
        new Comment(
            new Span(line + 1, column, line + 1, behind),
            text.substring(at, end),
            skipBlanks(lineStart, end) == at));
  }

  private int skipBlanks(int from, int end) {
    int at = from;
    while (at < end && isBlank(at)) {
      at++;
    }
    return at;
  }

  private boolean isColon(int at, int end) {
    return at < end && text.charAt(at) == ':' && (at + 1 >= end || isBlank(at + 1));
  }

  private boolean isBlank(int at) {
    char c = text.charAt(at);
    return c == ' ' || c == '\t';
  }
}
