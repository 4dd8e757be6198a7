package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.typing.Selection;
import java.util.ArrayList;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;

/** What an area answers to screen readers; FX thread only. Lines are the rows of the text. */
final class Spoken {
  private final Area area;
  private final View view;
  private final LineText text;

  Spoken(Area area, View view, LineText text) {
    this.area = area;
    this.view = view;
    this.text = text;
  }

  /** The answer; nothing where the question is not one about text. */
  Optional<Object> answer(AccessibleAttribute question, Object... about) {
    return switch (question) {
      case TEXT -> Optional.of(text.text());
      case EDITABLE -> Optional.of(true);
      case CARET_OFFSET -> Optional.of(area.selection().caret());
      case SELECTION_START -> Optional.of(area.selection().from());
      case SELECTION_END -> Optional.of(area.selection().to());
      case FONT -> Optional.of(area.type().font());
      case LINE_FOR_OFFSET -> number(about, 0).map(at -> text.rowOf(inside(at)));
      case LINE_START -> number(about, 0).map(row -> text.start(row(row)));
      case LINE_END -> number(about, 0).map(row -> end(row(row)));
      case BOUNDS_FOR_RANGE ->
          number(about, 0).flatMap(from -> number(about, 1).map(to -> bounds(from, to)));
      case OFFSET_AT_POINT -> point(about).flatMap(this::offset);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> number(Object[] about, int index) {
    return index < about.length && about[index] instanceof Integer number
        ? Optional.of(number)
        : Optional.empty();
  }

  private static Optional<Point2D> point(Object[] about) {
    return about.length > 0 && about[0] instanceof Point2D point
        ? Optional.of(point)
        : Optional.empty();
  }

  private int inside(int offset) {
    return Math.clamp(offset, 0, text.length());
  }

  private int row(int row) {
    return Math.clamp(row, 0, text.count() - 1);
  }

  private int end(int row) {
    return row + 1 < text.count() ? text.start(row + 1) : text.length();
  }

  private Optional<Object> offset(Point2D onScreen) {
    var at = view.screenToLocal(onScreen);
    return at == null ? Optional.empty() : Optional.of(view.sheet().offset(at.getX(), at.getY()));
  }

  /** Where a stretch is on the screen, line by line, as far as it is in sight. */
  private Bounds[] bounds(int from, int to) {
    var range = new Selection(inside(from), inside(to));
    var found = new ArrayList<Bounds>();
    for (var place : view.sheet().placesOf(range)) {
      var onScreen = view.localToScreen(place);
      if (onScreen != null) {
        found.add(onScreen);
      }
    }
    return found.toArray(Bounds[]::new);
  }
}
