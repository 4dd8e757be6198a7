package dev.agentsafe.editors.document;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * What people take for one character, be it one unit or many, such as a letter with accents, a flag
 * or a family; stateless.
 */
public final class Graphemes {
  /** Longer than any of them in practice; a longer one is passed through in steps. */
  private static final int LONGEST = 64;

  private Graphemes() {}

  /** Where the character that begins there ends; the end of the line at its end. */
  public static int next(String line, int column) {
    if (column >= line.length()) {
      return line.length();
    }
    if (isPlain(line, column) && isPlain(line, column + 1)) {
      return column + 1;
    }
    var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(line.substring(column, Math.min(line.length(), column + LONGEST)));
    return column + characters.next();
  }

  /** Where the character that ends there begins; 0 at the beginning of the line. */
  public static int previous(String line, int column) {
    if (column <= 0) {
      return 0;
    }
    if (isPlain(line, column - 1)) {
      return column - 1;
    }
    return before(line, column, true);
  }

  /** Where the character that a column is inside of begins; the column itself between two. */
  public static int floor(String line, int column) {
    if (column <= 0 || column >= line.length() || isPlain(line, column)) {
      return Math.clamp(column, 0, line.length());
    }
    return before(line, column, false);
  }

  private static int before(String line, int column, boolean isStrict) {
    int from = Math.max(0, column - LONGEST);
    if (from > 0 && Character.isLowSurrogate(line.charAt(from))) {
      from--;
    }
    int to = Math.min(line.length(), column + LONGEST);
    var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(line.substring(from, to));
    int inside = column - from;
    if (!isStrict && characters.isBoundary(inside)) {
      return column;
    }
    return from + characters.preceding(inside);
  }

  /** Whether a column holds something that is always a character of its own. */
  private static boolean isPlain(String line, int column) {
    return column >= line.length()
        || (line.charAt(column) < '\u0300' && line.charAt(column) != '\r');
  }
}
