package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a YAML text line by line, as far as it takes to know what is inside of quotes, of brackets,
 * of a block text or of an unquoted text of several lines, and what is a comment. Used once.
 */
final class LineScan {
  private static final int NONE = -2;

  private enum Inside {
    NOTHING,
    QUOTES,
    BRACKETS,
    BLOCK
  }

  private final String text;
  private final List<Comment> comments = new ArrayList<>();
  private Inside inside = Inside.NOTHING;
  private char quote;
  private int depth;
  private char before;
  // the column of the key or dash that the value at hand belongs to
  private int floor;
  private int blockIndent;
  private int plainFloor = NONE;
  private int lineStart;
  private int line;

  LineScan(String text) {
    this.text = text;
  }

  /** Goes on to a line. */
  void enter(int from, int number) {
    lineStart = from;
    line = number;
  }

  List<Comment> comments() {
    return comments;
  }

  /** Whether quotes or brackets of an earlier line are still open. */
  boolean isOpen() {
    return inside == Inside.QUOTES || inside == Inside.BRACKETS;
  }

  /** Takes what is open for a mistake: the next line goes on with nothing. */
  void giveUp() {
    inside = Inside.NOTHING;
    plainFloor = NONE;
  }

  /** Whether the line is one of a block text. */
  boolean isBlock(boolean blank, int column) {
    if (inside != Inside.BLOCK) {
      return false;
    }
    if (blank || inBlock(column)) {
      return true;
    }
    inside = Inside.NOTHING;
    return false;
  }

  /** Whether the line is a comment, or goes on with the unquoted text of the line before. */
  boolean isMore(int at, int end, int column) {
    if (text.charAt(at) == '#') {
      comment(at, end);
      plainFloor = NONE;
      return true;
    }
    if (plainFloor != NONE && column > plainFloor) {
      plain(at, end);
      return true;
    }
    plainFloor = NONE;
    return false;
  }

  /** Reads to the end of the line; returns whether a key stands there without a value. */
  boolean tokens(int from, int end, int column) {
    floor = column;
    return tokens(from, end);
  }

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

  int skipBlanks(int from, int end) {
    int at = from;
    while (at < end && isBlank(at)) {
      at++;
    }
    return at;
  }

  boolean isColon(int at, int end) {
    return at < end && text.charAt(at) == ':' && (at + 1 >= end || isBlank(at + 1));
  }

  boolean isBlank(int at) {
    char c = text.charAt(at);
    return c == ' ' || c == '\t';
  }

  boolean isDash(int at, int end) {
    return text.charAt(at) == '-' && (at + 1 >= end || isBlank(at + 1));
  }

  private boolean inBlock(int column) {
    if (blockIndent == NONE && column > floor) {
      blockIndent = column;
    }
    return blockIndent != NONE && column >= blockIndent;
  }

  /** Goes on with what began in an earlier line. */
  void continued(int from, int end) {
    int at = inside == Inside.QUOTES ? quoted(from, end) : bracketed(from, end);
    if (inside == Inside.NOTHING) {
      tokens(at, end);
    }
  }
}
