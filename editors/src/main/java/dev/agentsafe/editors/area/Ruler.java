package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.Graphemes;
import dev.agentsafe.editors.document.LineText;
import java.util.List;

/** Measures lines, in sight or not; FX thread only. */
final class Ruler {
  private final LineText text;
  private final Ink ink;
  private final Line line = new Line();

  Ruler(LineText text, Ink ink) {
    this.text = text;
    this.ink = ink;
  }

  /** How far right of the beginning of a strip a caret before that column of the row stands. */
  double x(Strip strip, int column) {
    if (!Window.isWhole(strip)) {
      return (column - strip.from()) * ink.type().advance();
    }
    return set(strip).x(column);
  }

  /** The column of the row that a caret is before where somebody points to that strip. */
  int column(Strip strip, double x) {
    var row = text.line(strip.row());
    if (!Window.isWhole(strip)) {
      long letters = Math.round(Math.max(0, x) / ink.type().advance());
      return Graphemes.floor(row, (int) Math.min(strip.to(), strip.from() + letters));
    }
    return Graphemes.floor(row, set(strip).column(x));
  }

  private Line set(Strip strip) {
    var shown = text.line(strip.row()).substring(strip.from(), strip.to());
    line.set(
        List.of(new Line.Run(shown, "", false)),
        strip.from(),
        0,
        Composed.NOTHING,
        ink.type(),
        ink);
    return line;
  }
}
