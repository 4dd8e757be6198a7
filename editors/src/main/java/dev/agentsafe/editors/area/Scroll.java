package dev.agentsafe.editors.area;

/**
 * Where a text is scrolled to; FX thread only. It holds on to the line at the top, not to a number
 * of pixels from the beginning, because how high that is nobody knows where lines go on below
 * themselves.
 */
final class Scroll {
  /** How far from the edge the caret is brought in from the side, in letters. */
  private static final int AROUND = 4;

  private final Strips strips;
  private Strip top = new Strip(0, 0, 0, 0, true);
  private double hidden;
  private double shift;

  Scroll(Strips strips) {
    this.strips = strips;
  }

  /** The line at the top. */
  Strip top() {
    return top;
  }

  /** How much of that is above the edge. */
  double hidden() {
    return hidden;
  }

  /** How far the text is moved to the left. */
  double shift() {
    return shift;
  }

  /** Rows above the top became more or fewer. */
  void moved(int rows) {
    top = new Strip(Math.max(0, top.row() + rows), top.index(), top.from(), top.to(), top.isLast());
  }

  /** Goes to the beginning. */
  void reset() {
    top = new Strip(0, 0, 0, 0, true);
    hidden = 0;
    shift = 0;
  }

  /** Keeps to lines that there are, without room behind the last one. */
  void settle(double height, double line) {
    top = strips.at(top.row(), top.index());
    hidden = Math.clamp(hidden, 0, line);
    int fit = (int) Math.ceil(height / line);
    int below = strips.distance(top, strips.last(), fit);
    if ((below + 1) * line - hidden < height) {
      // With the last line at the lower edge.
      top = strips.from(strips.last(), 1 - fit);
      int shown = strips.distance(top, strips.last(), fit) + 1;
      hidden = Math.max(0, shown * line - height);
    }
  }

  /** So many pixels up, or down where that is negative. */
  void by(double pixels, double line) {
    top = strips.at(top.row(), top.index());
    hidden += pixels;
    int lines = (int) Math.floor(hidden / line);
    var next = strips.from(top, lines);
    boolean isAtTop = lines < 0 && next.row() == 0 && next.index() == 0;
    boolean isPast = isAtTop && strips.distance(next, top, -lines) < -lines;
    hidden = isPast ? 0 : hidden - lines * line;
    top = next;
  }

  /** To a row, and a part of it further. */
  void to(double row, double line) {
    int whole = (int) Math.floor(row);
    double pieces = (row - whole) * strips.count(Math.clamp(whole, 0, strips.last().row()));
    top = strips.at(whole, (int) Math.floor(pieces));
    hidden = (pieces - Math.floor(pieces)) * line;
  }

  /** What {@link #to} would have to be given. */
  double row(double line) {
    return row(top, hidden, line);
  }

  /** The furthest that {@link #to} takes. */
  double last(double height, double line) {
    int fit = (int) Math.ceil(height / line);
    var first = strips.from(strips.last(), 1 - fit);
    int shown = strips.distance(first, strips.last(), fit) + 1;
    return row(first, Math.max(0, shown * line - height), line);
  }

  private double row(Strip strip, double above, double line) {
    return strip.row() + (strip.index() + above / line) / strips.count(strip.row());
  }

  /** Brings a line into sight: just so if it is near, with lines around it if it is far. */
  void show(Strip wanted, double height, double line) {
    int fit = Math.max(1, (int) Math.floor(height / line));
    if (wanted.isAbove(top)) {
      int above = strips.distance(wanted, top, fit);
      top = above < fit ? wanted : strips.from(wanted, -fit / 3);
      hidden = 0;
      return;
    }
    int below = strips.distance(top, wanted, 2 * fit);
    if (below == 0) {
      hidden = 0;
    } else if (below == 2 * fit) {
      top = strips.from(wanted, -fit / 3);
      hidden = 0;
    } else if ((below + 1) * line - hidden > height) {
      by((below + 1) * line - hidden - height, line);
    }
  }

  /** Brings a place from the side into sight. */
  void showAcross(double x, double width, double letter) {
    if (x < shift) {
      shift = Math.max(0, x - AROUND * letter);
    } else if (x > shift + width - letter) {
      shift = x - width + AROUND * letter;
    }
  }

  /** So far to the left that the rest of the text is still as wide as what is in sight. */
  void across(double wanted, double content, double width) {
    shift = Math.clamp(wanted, 0, Math.max(0, content - width));
  }
}
