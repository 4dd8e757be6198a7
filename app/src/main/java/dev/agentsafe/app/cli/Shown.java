package dev.agentsafe.app.cli;

/** Makes text from elsewhere safe for a terminal: nothing in it can act or hide. */
public final class Shown {
  private Shown() {}

  /**
   * The text on one line; control, formatting, bidirectional and unpaired characters are written as
   * <code>\</code><code>u{…}</code>.
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
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          out.append("\\u{").append(Integer.toHexString(c)).append('}');
      default -> out.appendCodePoint(c);
    }
  }
}
