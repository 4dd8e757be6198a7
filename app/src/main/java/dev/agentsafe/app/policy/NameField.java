package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.editors.form.Where;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** A key that its author chose, where it can be given another name or moved; FX thread only. */
final class NameField extends TextField {
  private final FieldRow row;
  private Where shown = Where.ROOT;

  NameField(FieldRow row) {
    this.row = row;
    getStyleClass().add("form-name");
    setId(row.id("name-"));
    setMinWidth(0);
    setOnAction(e -> {
      row.keep(getText().strip());
      commit();
    });
    focusedProperty()
        .addListener((o, was, focused) -> {
          if (!focused) {
            commit();
            if (getScene() != null) {
              row.forget();
            }
          }
        });
    addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    show();
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !getText().equals(row.head().name())) {
      setText(row.head().name());
      event.consume();
    } else if (event.isAltDown()
        && (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN)) {
      row.keep(row.head().name());
      move(event.getCode() == KeyCode.UP ? -1 : 1);
      event.consume();
    }
  }

  void move(int by) {
    row.model().make(row.head().at(), Items.movedKey(by));
  }

  /** Makes a change of another name that is typed. */
  void commit() {
    var typed = getText().strip();
    if (!row.head().isOpen() || typed.equals(row.head().name())) {
      return;
    }
    if (typed.isEmpty()) {
      row.model().say(Words.of("form.nameless", row.head().name()));
      setText(row.head().name());
    } else {
      row.model().make(row.head().at(), Items.rename(typed));
    }
  }

  /** Shows the key as it is in the text. */
  void show() {
    // The row serves for other records too; what is typed is meant for the one that was shown.
    if (!isFocused() || !row.head().at().equals(shown)) {
      setText(row.head().name());
    }
    shown = row.head().at();
    setAccessibleText(Words.of("form.name", row.head().name()));
    setDisable(!row.head().isOpen());
  }

  /** Shows it whatever was typed. */
  void reset() {
    setText(row.head().name());
  }
}
