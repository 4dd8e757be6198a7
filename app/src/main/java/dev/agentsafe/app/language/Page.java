package dev.agentsafe.app.language;

import dev.agentsafe.editors.document.Edit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

/** The text on the screen, as far as whoever helps with it has to know; FX thread only. */
public interface Page {

  /** What shows it and has its keys. */
  Node node();

  /** Whether a key is for the text, and not for a field beside it such as that which finds. */
  default boolean isFor(KeyEvent key) {
    return !(key.getTarget() instanceof TextInputControl);
  }

  /** The text as it stands. */
  String text();

  /** Where the caret is. */
  int caret();

  /** Changes when the caret moves. */
  ObservableValue<?> moves();

  /** Edits the text in one step that can be undone. */
  void apply(List<Edit> edits, int caret);

  /** Where a place of the text is on the screen; nothing where it is out of sight. */
  Optional<Bounds> boundsOnScreen(int offset);

  /** The place of the text that is drawn there on the screen; nothing where no text is. */
  OptionalInt offsetAt(double screenX, double screenY);

  /** Shows beside that line, counted from 1, that something can be done, and beside no other. */
  void offer(OptionalInt line, Runnable chosen);

  /** Gives it the keyboard. */
  void requestFocus();
}
