package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.Graphemes;
import java.util.Arrays;

/** Where a line that is too long goes on below itself; stateless. */
final class Breaks {
  private static final int[] NONE = {0};

  private Breaks() {}

  /**
   * Where the pieces of a line begin, the first at 0. A piece ends behind a blank where it has one,
   * and never inside of a character.
   *
   * @param columns how many letters fit side by side; 0 for as many as there are
   */
  static int[] of(String line, int columns) {
    if (columns <= 0 || line.length() * 2L <= columns) {
      return NONE;
    }
    var found = new int[4];
    int count = 1;
    int used = 0;
    int blank = 0;
    for (int at = 0; at < line.length(); ) {
      int point = line.codePointAt(at);
      int width = width(point, used);
      int start = found[count - 1];
      if (used + width > columns && point != ' ' && at > start) {
        int next = blank > start ? blank : Graphemes.floor(line, at);
        next = next > start ? next : Graphemes.next(line, start);
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count++] = next;
        at = next;
        used = 0;
        continue;
      }
      used += width;
      at += Character.charCount(point);
      if (point == ' ' || point == '\t') {
        blank = at;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** How many letters' room a character takes at most. */
  private static int width(int point, int used) {
    if (point < 0x300) {
      return point == '\t' ? Type.TAB - used % Type.TAB : 1;
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> point < 0x1100 ? 1 : 2;
    };
  }
}
