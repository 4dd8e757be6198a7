package dev.agentsafe.app.text;

/** Characters that nobody sees where they stand, or that make others be seen otherwise. */
public final class Unseen {
  private Unseen() {}

  /** Whether a code point has to be spelled out, or a text could hide something. */
  public static boolean is(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> point != ' ';
      default ->
          // Blank letters and selectors that Unicode counts as visible.
          point == 0x115F
              || point == 0x1160
              || point == 0x3164
              || point == 0xFFA0
              || point == 0x2800
              || (point >= 0xFE00 && point <= 0xFE0F)
              || (point >= 0xE0100 && point <= 0xE01EF);
    };
  }
}
