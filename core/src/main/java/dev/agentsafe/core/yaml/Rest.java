package dev.agentsafe.core.yaml;

/** What is left of a line while it is read from the left; for one thread. */
final class Rest {
  private final String line;
  private int at;

  Rest(String line, int at) {
    this.line = line;
    this.at = at;
  }

  /** Where it begins, counted from 0. */
  int at() {
    return at;
  }

  boolean isEmpty() {
    return text().isEmpty();
  }

  String text() {
    return line.substring(Math.min(at, line.length()));
  }

  boolean dash() {
    return mark('-');
  }

  /** Whether a key of several lines begins here. */
  boolean question() {
    return mark('?');
  }

  private boolean mark(char c) {
    return at < line.length()
        && line.charAt(at) == c
        && (at + 1 >= line.length() || isBlank(line.charAt(at + 1)));
  }

  void skipDash() {
    skipTo(at + 1);
  }

  void skipTo(int where) {
    at = where;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
  }

  /** Where the key that stands here ends; -1 where none does. */
  int keyEnd() {
    if (at >= line.length()) {
      return -1;
    }
    char first = line.charAt(at);
    int end = at;
    if (first == '"' || first == '\'') {
      end = closing(line, at);
      return end >= 0 && isColon(end) ? end : -1;
    }
    if ("[{|>&*!#%@`,]}".indexOf(first) >= 0) {
      return -1;
    }
    while (end < line.length()) {
      if (isColon(end)) {
        return line.substring(at, end).isBlank() ? -1 : end;
      }
      if (line.charAt(end) == '#' && isBlank(line.charAt(end - 1))) {
        return -1;
      }
      end++;
    }
    return -1;
  }

  private boolean isColon(int where) {
    return where < line.length()
        && line.charAt(where) == ':'
        && (where + 1 >= line.length() || isBlank(line.charAt(where + 1)));
  }

  /** Behind the quote that closes the one there; -1 where none does. */
  static int closing(String line, int open) {
    char quote = line.charAt(open);
    for (int i = open + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote == '"') {
        i++;
      } else if (c == quote) {
        if (quote == '\'' && i + 1 < line.length() && line.charAt(i + 1) == '\'') {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    return -1;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
