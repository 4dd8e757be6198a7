package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.Graphemes;
import dev.agentsafe.editors.document.LineText;

/**
 * Which columns of a strip are set: all of them, or those around what is in sight where there are
 * very many; immutable. What stands left of those is taken to be as wide as so many letters.
 *
 * @param from the first of them
 * @param to just behind the last of them
 * @param left how far right of the beginning of the row they stand
 */
record Window(int from, int to, double left) {
  /** A strip with more columns is set in part. */
  static final int LONGEST = 1_500;

  /** So many columns are in or out together, so that not each step sideways sets them anew. */
  private static final int STEP = 256;

  /**
   * What of a strip is set.
   *
   * @param shift how far the text is moved to the left
   * @param width how much of it is in sight
   */
  static Window of(Strip strip, LineText text, Type type, double shift, double width) {
    if (isWhole(strip)) {
      return new Window(strip.from(), strip.to(), 0);
    }
    var line = text.line(strip.row());
    long first = (long) (shift / type.advance()) - STEP;
    long last = (long) ((shift + width) / type.advance()) + STEP;
    int from = Math.clamp(strip.from() + first / STEP * STEP, strip.from(), strip.to());
    int to = Math.clamp(strip.from() + (last / STEP + 1) * STEP, strip.from(), strip.to());
    int begin = Graphemes.floor(line, from);
    int end = Graphemes.floor(line, to);
    return new Window(begin, end, (begin - strip.from()) * type.advance());
  }

  static boolean isWhole(Strip strip) {
    return strip.to() - strip.from() <= LONGEST;
  }
}
