package dev.agentsafe.editors.assist;

/** Single values as somebody wrote them; stateless. */
final class Scalars {
  private Scalars() {}

  /** A text without the quotes around it; an unfinished one too. */
  static String unquoted(String written) {
    if (written.isEmpty() || !Row.isQuote(written.charAt(0))) {
      return written;
    }
    char quote = written.charAt(0);
    int end = behindQuoted(written, 0, written.length());
    boolean closed = end > 1 && end <= written.length() && written.charAt(end - 1) == quote;
    var inner = written.substring(1, closed ? end - 1 : end);
    return quote == '\'' ? inner.replace("''", "'") : inner.replace("\\\"", "\"");
  }

  /** Behind the quoted text that begins there; the end where it is not closed. */
  static int behindQuoted(String text, int from, int end) {
    char quote = text.charAt(from);
    int at = from + 1;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '\\' && quote == '"') {
        at++;
      } else if (c == quote) {
        if (quote == '\'' && at + 1 < end && text.charAt(at + 1) == '\'') {
          at++;
        } else {
          return at + 1;
        }
      }
      at++;
    }
    return Math.min(at, end);
  }
}
