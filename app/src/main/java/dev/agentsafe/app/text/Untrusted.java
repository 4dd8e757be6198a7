package dev.agentsafe.app.text;

/**
 * Makes texts of agents and other systems safe to show: what is invisible or turns the direction of
 * reading becomes visible, what is long is bounded.
 */
public final class Untrusted {
  /** How many characters a line of a screen shows of a text at most. */
  public static final int LINE = 300;

  private Untrusted() {}

  /** The text on one line, at most {@link #LINE} characters of it. */
  public static String line(String text) {
    return line(text, LINE);
  }

  /** The text on one line, at most so many characters of it; the rest is counted. */
  public static String line(String text, int atMost) {
    var out = new StringBuilder(Math.min(text.length(), atMost) + 16);
    var at = 0;
    for (var shown = 0; at < text.length() && shown < atMost; shown++) {
      var point = text.codePointAt(at);
      append(out, point);
      at += Character.charCount(point);
    }
    if (at < text.length()) {
      out.append(Words.of("untrusted.more", text.codePointCount(at, text.length())));
    }
    return out.toString();
  }

  /** The text with its line breaks, each line as {@link #line}, at most so many lines. */
  public static String block(String text, int lines) {
    var split = text.split("\r?\n", -1);
    var out = new StringBuilder();
    for (var i = 0; i < Math.min(lines, split.length); i++) {
      out.append(i == 0 ? "" : "\n").append(line(split[i]));
    }
    if (split.length > lines) {
      out.append('\n').append(Words.of("untrusted.lines", split.length - lines));
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int point) {
    switch (point) {
      case '\n' -> out.append("[LF]");
      case '\r' -> out.append("[CR]");
      case '\t' -> out.append("[TAB]");
      default -> {
        if (Unseen.is(point)) {
          out.append("[U+%04X]".formatted(point));
        } else {
          out.appendCodePoint(point);
        }
      }
    }
  }
}
