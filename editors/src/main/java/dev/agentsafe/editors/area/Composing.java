package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.LineText;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Point2D;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodRequests;
import javafx.scene.input.InputMethodTextRun;

/**
 * Text that an input method makes up: it is shown at the caret and becomes part of the text when it
 * is complete, not before; FX thread only.
 */
final class Composing implements InputMethodRequests {
  private final Area area;
  private final View view;
  private final LineText text;
  private final Consumer<String> typed;

  /**
   * Listens to input methods for an area.
   *
   * @param typed takes what is to be typed in the place of what is selected
   */
  Composing(Area area, View view, LineText text, Consumer<String> typed) {
    this.area = area;
    this.view = view;
    this.text = text;
    this.typed = typed;
    area.setInputMethodRequests(this);
    area.setOnInputMethodTextChanged(this::changed);
    area.focusedProperty()
        .subscribe(has -> {
          if (!has) {
            end();
          }
        });
  }

  private void changed(InputMethodEvent event) {
    end();
    var made =
        event.getComposed().stream().map(InputMethodTextRun::getText).collect(Collectors.joining());
    boolean isBegun = !made.isEmpty() && !area.selection().isEmpty();
    if (!event.getCommitted().isEmpty() || isBegun) {
      typed.accept(event.getCommitted());
    }
    if (!made.isEmpty()) {
      int at = area.selection().caret();
      int wanted = event.getCaretPosition();
      int caret = wanted < 0 ? made.length() : Math.min(wanted, made.length());
      view.compose(new Composed(text.rowOf(at), text.columnOf(at), made, caret));
    }
    event.consume();
  }

  /** What is made up is given up. */
  void end() {
    view.compose(Composed.NOTHING);
  }

  @Override
  public Point2D getTextLocation(int offset) {
    return area.boundsOnScreen(area.selection().caret())
        .map(at -> new Point2D(at.getMinX(), at.getMaxY()))
        .orElseGet(() -> {
          var corner = area.localToScreen(0, 0);
          return corner == null ? Point2D.ZERO : corner;
        });
  }

  @Override
  public int getLocationOffset(int x, int y) {
    return 0;
  }

  @Override
  public void cancelLatestCommittedText() {
    // What was typed is taken back by Backspace or undone; nobody but people does that here.
  }

  @Override
  public String getSelectedText() {
    var selected = area.selection();
    return text.slice(selected.from(), selected.to());
  }
}
