package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.typing.Selection;
import dev.agentsafe.editors.typing.Word;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Cursor;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;

/**
 * What the mouse does in a view: a click puts the caret, two select a word, three a row, four
 * everything, and dragging goes on with whatever was begun; FX thread only.
 */
final class Pointer {
  private static final Duration STEP = Duration.millis(40);

  private final Area area;
  private final View view;
  private final LineText text;
  private final Timeline beyond = new Timeline(new KeyFrame(STEP, e -> follow()));
  private Selection begun = Selection.at(0);
  private int clicks;
  private double x;
  private double y;

  Pointer(Area area, View view, LineText text) {
    this.area = area;
    this.view = view;
    this.text = text;
    beyond.setCycleCount(Animation.INDEFINITE);
    view.setCursor(Cursor.TEXT);
    view.setPickOnBounds(true);
    view.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    view.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    view.addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
    area.addEventHandler(ScrollEvent.SCROLL, this::scrolled);
  }

  private void pressed(MouseEvent event) {
    area.requestFocus();
    int at = view.sheet().offset(event.getX(), event.getY());
    if (event.getButton() == MouseButton.PRIMARY) {
      clicks = event.getClickCount();
      var known = area.selection();
      boolean goesOn = event.isShiftDown() && clicks == 1;
      begun = goesOn ? Selection.at(known.anchor()) : around(at);
      area.select(goesOn ? new Selection(known.anchor(), at) : begun);
    } else if (event.getButton() == MouseButton.SECONDARY && !event.isPrimaryButtonDown()) {
      var known = area.selection();
      if (at < known.from() || at > known.to()) {
        area.select(Selection.at(at));
      }
    }
    event.consume();
  }

  /** What so many clicks on a place select. */
  private Selection around(int at) {
    int row = text.rowOf(at);
    int start = text.start(row);
    return switch (clicks) {
      case 0, 1 -> Selection.at(at);
      case 2 -> {
        var word = Word.around(text.line(row), text.columnOf(at));
        yield new Selection(start + word.anchor(), start + word.caret());
      }
      case 3 -> new Selection(start, row + 1 < text.count() ? text.start(row + 1) : text.length());
      default -> new Selection(0, text.length());
    };
  }

  private void dragged(MouseEvent event) {
    if (!event.isPrimaryButtonDown() || clicks == 0) {
      return;
    }
    x = event.getX();
    y = event.getY();
    boolean isInside = y >= 0 && y < view.getHeight() && x >= 0 && x < view.getWidth();
    if (isInside) {
      beyond.stop();
    } else if (beyond.getStatus() != Animation.Status.RUNNING) {
      beyond.play();
    }
    extend();
    event.consume();
  }

  private void extend() {
    var at = around(view.sheet().offset(x, Math.clamp(y, 0, Math.max(0, view.getHeight() - 1))));
    area.select(
        at.from() < begun.from()
            ? new Selection(begun.to(), at.from())
            : new Selection(begun.from(), Math.max(at.to(), begun.to())));
  }

  /** The pointer is held outside: what is there comes into sight. */
  private void follow() {
    if (!area.isFocused()) {
      // Nobody may ever say that it was let go, such as where the window was closed meanwhile.
      letGo();
      return;
    }
    double down = y < 0 ? y : Math.max(0, y - view.getHeight());
    double aside = x < 0 ? x : Math.max(0, x - view.getWidth());
    view.scrollBy(aside / 2, down / 2);
    extend();
  }

  /** Another button may be let go while the first is held. */
  private void released(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY) {
      letGo();
    }
  }

  private void letGo() {
    clicks = 0;
    beyond.stop();
  }

  private void scrolled(ScrollEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    boolean isAside = event.isShiftDown() && event.getDeltaX() == 0;
    view.scrollBy(
        -(isAside ? event.getDeltaY() : event.getDeltaX()), isAside ? 0 : -event.getDeltaY());
    event.consume();
  }
}
