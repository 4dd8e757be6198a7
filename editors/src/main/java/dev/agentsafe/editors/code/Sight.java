package dev.agentsafe.editors.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.shape.Path;
import javafx.scene.text.TextFlow;
import jfx.incubator.scene.control.richtext.CodeArea;
import jfx.incubator.scene.control.richtext.TextPos;

/** Where text is on the screen, and which text is at a place of it; FX thread only. */
final class Sight {
  private final CodeArea area;
  private final CodeText text;

  Sight(CodeArea area, CodeText text) {
    this.area = area;
    this.text = text;
  }

  /** Rows, counted from 0. */
  record Rows(int first, int last) {}

  /** The rows that are in sight, as they were laid out last; nothing before that. */
  Optional<Rows> rows() {
    if (area.getScene() == null
        || area.getScene().getWindow() == null
        || !area.getScene().getWindow().isShowing()
        || area.getSkin() == null
        || area.getHeight() < 1) {
      return Optional.empty();
    }
    var frame = area.localToScreen(area.getLayoutBounds());
    var first = area.getTextPosition(frame.getCenterX(), frame.getMinY() + 1);
    var last = area.getTextPosition(frame.getCenterX(), frame.getMaxY() - 1);
    return first == null || last == null
        ? Optional.empty()
        : Optional.of(new Rows(first.index(), last.index()));
  }

  /** Has a row in sight, so that rows above it are there too. */
  boolean show(int row) {
    int last = Math.min(row, text.lines().count() - 1);
    area.select(TextPos.ofLeading(last, 0));
    return true;
  }

  /** Has the caret wait there, if that is in its row, where it stands while the text changes. */
  void rest(int offset) {
    var caret = area.getCaretPosition();
    var place = text.position(offset);
    if (caret != null && caret.index() == place.index()) {
      area.select(place);
    }
  }

  /**
   * Lays out the rows now, as a pulse does. Asked where a caret is, the area does so by itself, and
   * then does it again in the next pulse: two hundred rows more for each key.
   */
  void layOut() {
    var caret = area.getCaretPosition();
    if (caret != null && text.holds(caret) && area.lookup(".vflow") instanceof Parent flow) {
      flow.layout();
    }
  }

  /** Where a caret before that unit would be on the screen; nothing where it is out of sight. */
  Optional<Bounds> of(int offset) {
    if (area.getScene() == null || area.getScene().getWindow() == null) {
      return Optional.empty();
    }
    area.layout();
    var place = text.position(offset);
    return flows().stream()
        .filter(flow -> rowOf(flow) == place.index())
        .findFirst()
        .flatMap(flow -> {
          var caret = new Path(flow.getCaretShape(place.offset(), true));
          var inFlow = caret.getBoundsInLocal();
          var at = flow.localToScreen(new Point2D(inFlow.getCenterX(), inFlow.getMinY()));
          var frame = area.localToScreen(area.getBoundsInLocal());
          var found = new BoundingBox(at.getX(), at.getY(), 1, inFlow.getHeight());
          return frame.intersects(found) ? Optional.<Bounds>of(found) : Optional.empty();
        });
  }

  /** The unit that is drawn at a place of the screen; nothing where no text is. */
  OptionalInt at(double screenX, double screenY) {
    var found = area.getTextPosition(screenX, screenY);
    if (found == null) {
      return OptionalInt.empty();
    }
    int row = found.index();
    var flow =
        flows().stream()
            .filter(f -> f.localToScreen(f.getBoundsInLocal()).contains(screenX, screenY))
            .findFirst();
    if (flow.isEmpty() || text.lines().line(row).isEmpty()) {
      return OptionalInt.empty();
    }
    var hit = flow.get().getHitInfo(flow.get().screenToLocal(screenX, screenY));
    if (hit.getCharIndex() >= text.lines().line(row).length()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(text.lines().offset(row, hit.getCharIndex()));
  }

  private int rowOf(TextFlow flow) {
    var local = flow.getBoundsInLocal();
    var centre = flow.localToScreen(local.getMinX() + 1, local.getCenterY());
    var found = area.getTextPosition(centre.getX(), centre.getY());
    return found == null ? -1 : found.index();
  }

  private List<TextFlow> flows() {
    var found = new ArrayList<TextFlow>();
    if (area.lookup(".content") instanceof Parent content) {
      content.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
    return found;
  }

  private static void collect(Node node, List<TextFlow> found) {
    if (node instanceof TextFlow flow) {
      found.add(flow);
    } else if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }
}
