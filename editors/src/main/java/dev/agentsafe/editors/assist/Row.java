package dev.agentsafe.editors.assist;

import java.util.ArrayList;
import java.util.List;

/**
 * One line cut into the dashes and the key that it begins with, whatever stands around it; columns
 * are UTF-16 units of the line, 0-based.
 *
 * @param indent where its first character stands that is no space
 * @param dashes where its dashes stand
 * @param key where its key begins, quotes included; -1 where it has none
 * @param keyEnd behind the key; -1 where it has none
 * @param value where what follows dashes and key begins; the end where nothing does
 * @param end behind the last character that is neither a space nor in a comment
 */
record Row(String line, int indent, List<Integer> dashes, int key, int keyEnd, int value, int end) {

  static Row of(String line) {
    int comment = comment(line);
    int end = comment;
    while (end > 0 && Character.isWhitespace(line.charAt(end - 1))) {
      end--;
    }
    int indent = spaces(line, 0, comment);
    int at = indent;
    var dashes = new ArrayList<Integer>(1);
    while (isDash(line, at, comment)) {
      dashes.add(at);
      at = spaces(line, at + 1, comment);
    }
    int keyEnd = keyEnd(line, at, comment);
    if (keyEnd < 0) {
      return new Row(line, indent, dashes, -1, -1, Math.min(at, Math.max(end, indent)), end);
    }
    int colon = line.indexOf(':', keyEnd);
    return new Row(line, indent, dashes, at, keyEnd, spaces(line, colon + 1, comment), end);
  }

  boolean isBlank() {
    return end <= indent;
  }

  boolean hasKey() {
    return key >= 0;
  }

  /** The key without its quotes. */
  String keyText() {
    return Scalars.unquoted(line.substring(key, keyEnd));
  }

  /** Whether something follows its dashes and its key. */
  boolean hasValue() {
    return value < end;
  }

  /** What follows its dashes and its key, as written. */
  String valueText() {
    return hasValue() ? line.substring(value, end) : "";
  }

  /** Whether the lines below it are a text in a block. */
  boolean opensBlock() {
    var text = valueText();
    return !text.isEmpty() && (text.charAt(0) == '|' || text.charAt(0) == '>');
  }

  private static boolean isDash(String line, int at, int end) {
    return at < end
        && line.charAt(at) == '-'
        && (at + 1 >= line.length() || line.charAt(at + 1) == ' ');
  }

  private static int spaces(String line, int from, int end) {
    int at = from;
    while (at < end && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Behind the key that begins there; -1 where none does. */
  private static int keyEnd(String line, int from, int end) {
    if (from >= end || "[{?|>&*!%@`".indexOf(line.charAt(from)) >= 0) {
      return -1;
    }
    int at = from;
    if (isQuote(line.charAt(at))) {
      at = Scalars.behindQuoted(line, at, end);
      int colon = spaces(line, at, end);
      return isColon(line, colon, end) ? at : -1;
    }
    while (at < end) {
      if (isColon(line, at, end)) {
        int behind = at;
        while (behind > from && line.charAt(behind - 1) == ' ') {
          behind--;
        }
        return behind;
      }
      at++;
    }
    return -1;
  }

  private static boolean isColon(String line, int at, int end) {
    return at < end
        && line.charAt(at) == ':'
        && (at + 1 >= line.length() || Character.isWhitespace(line.charAt(at + 1)));
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /** Where the comment of a line begins; its length where it has none. */
  private static int comment(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (isQuote(c) && (i == 0 || " [{,".indexOf(line.charAt(i - 1)) >= 0)) {
        quote = c;
      } else if (c == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
        return i;
      }
    }
    return line.length();
  }
}
