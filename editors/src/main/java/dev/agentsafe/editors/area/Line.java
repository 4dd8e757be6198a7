package dev.agentsafe.editors.area;

import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.PathElement;
import javafx.scene.text.HitInfo;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * Some columns of a row as they are set; FX thread only. What an input method makes up may stand
 * between them and belongs to no column.
 */
final class Line extends TextFlow {
  /** Wider than any line that is set: the area breaks lines itself. */
  private static final double ENDLESS = 65_536;

  private int from;
  private int to;
  private double left;
  private Composed composed = Composed.NOTHING;

  Line() {
    setManaged(false);
    setMouseTransparent(true);
    setTabSize(Type.TAB);
  }

  /** A stretch of text in one style. */
  record Run(String text, String style, boolean isComposed) {}

  /**
   * Sets that text; pieces that are there already are used again.
   *
   * @param from the first column that it is
   * @param left how far right of the beginning of the row that stands
   * @param made what an input method makes up in it, as one of the runs
   */
  void set(List<Run> runs, int from, double left, Composed made, Type type, Ink ink) {
    this.from = from;
    this.left = left;
    composed = made;
    var pieces = getChildren();
    if (pieces.size() > runs.size()) {
      pieces.remove(runs.size(), pieces.size());
    }
    int length = 0;
    for (int i = 0; i < runs.size(); i++) {
      var run = runs.get(i);
      boolean isNew = i == pieces.size();
      var piece = isNew ? new Text() : (Text) pieces.get(i);
      piece.setFont(type.font());
      piece.setText(run.text());
      piece.setUnderline(run.isComposed());
      ink.dress(piece, run.style());
      if (isNew) {
        pieces.add(piece);
      }
      length += run.isComposed() ? 0 : run.text().length();
    }
    to = from + length;
    resizeRelocate(left, 0, ENDLESS, type.height());
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** How far right of the beginning of the row a caret before a column stands. */
  double x(int column) {
    int inside = Math.clamp(column, from, to) - from;
    return left + at(inside + (column > composed.column() ? composed.text().length() : 0));
  }

  /** The same of the caret in what an input method makes up. */
  double composedX() {
    return left + at(composed.column() - from + composed.caret());
  }

  private double at(int unit) {
    if (to == from && composed.text().isEmpty()) {
      return 0;
    }
    for (var element : getCaretShape(unit, true)) {
      if (element instanceof MoveTo move) {
        return move.getX();
      }
    }
    return 0;
  }

  /** The column that a caret is before where somebody points there. */
  int column(double x) {
    return isEmpty() ? from : column(hit(x).getInsertionIndex());
  }

  /** The column that is drawn there; {@link #to()} behind the last one. */
  int columnDrawn(double x) {
    return isEmpty() || x >= x(to) ? to : column(hit(x).getCharIndex());
  }

  private HitInfo hit(double x) {
    return getHitInfo(new Point2D(Math.max(0, x - left), getHeight() / 2));
  }

  private boolean isEmpty() {
    return to == from;
  }

  private int column(int unit) {
    int at = composed.column() - from;
    int made = composed.text().length();
    int inside = made == 0 || unit <= at ? unit : Math.max(at, unit - made);
    return Math.clamp((long) from + inside, from, to);
  }

  /** The outline of some columns, right of the beginning of the row. */
  PathElement[] outline(int first, int end, double height) {
    int made = composed.text().length();
    int a = Math.clamp(first, from, to);
    int b = Math.clamp(end, from, to);
    if (a >= b) {
      return new PathElement[0];
    }
    int begin = a - from + (made > 0 && a >= composed.column() ? made : 0);
    int stop = b - from + (made > 0 && b > composed.column() ? made : 0);
    var shape = getRangeShape(begin, stop, false);
    for (var element : shape) {
      switch (element) {
        case MoveTo move -> {
          move.setX(move.getX() + left);
          move.setY(move.getY() > height / 2 ? height : 0);
        }
        case LineTo line -> {
          line.setX(line.getX() + left);
          line.setY(line.getY() > height / 2 ? height : 0);
        }
        default -> {}
      }
    }
    return shape;
  }
}
