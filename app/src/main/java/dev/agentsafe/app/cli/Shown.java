package dev.agentsafe.app.cli;

import dev.agentsafe.app.text.Unseen;

/** Makes text from elsewhere safe for a terminal: nothing in it can act or hide. */
public final class Shown {
  private Shown() {}

  /**
   * The text on one line; what nobody would see, or what turns the direction of reading, is written
   * as <code>\</code><code>u{…}</code>.
   */
  public static String line(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c, false));
    return out.toString();
  }

  /** The same, but its line breaks stay. */
  public static String lines(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c, true));
    return out.toString();
  }

  private static void append(StringBuilder out, int c, boolean breaks) {
    if (breaks && c == '\n') {
      out.append('\n');
      return;
    }
    if (Unseen.is(c)) {
      out.append("\\u{").append(Integer.toHexString(c)).append('}');
    } else {
      out.appendCodePoint(c);
    }
  }
}
