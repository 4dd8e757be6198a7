package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.identity.OperatorHand.State;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Asks for the passphrase of the operator's key. */
final class UnlockBar extends HBox {
  private final Unlocking model;
  private final PasswordField passphrase = new PasswordField();

  UnlockBar(Unlocking model) {
    this.model = model;
    getStyleClass().addAll("row", "unlock-bar");
    var label = new Label(Words.of("unlock.label"), Icon.LOCK.node());
    label.setMinWidth(USE_PREF_SIZE);
    label.setLabelFor(passphrase);
    passphrase.setId("unlock-passphrase");
    passphrase.setAccessibleText(Words.of("unlock.label"));
    passphrase.setPromptText(Words.of("unlock.prompt"));
    passphrase.setOnAction(e -> give());
    HBox.setHgrow(passphrase, Priority.ALWAYS);
    var unlock = new Button(Words.of("unlock.go"));
    unlock.setId("unlock-go");
    unlock.getStyleClass().add("accent");
    unlock.setAccessibleText(Words.of("unlock.go"));
    unlock.setMinWidth(USE_PREF_SIZE);
    unlock.setOnAction(e -> give());
    unlock.disableProperty().bind(model.busy());
    var message = Section.text("", "answer-message");
    message.setId("unlock-message");
    message.textProperty().bind(model.message());
    message.visibleProperty().bind(model.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    getChildren().addAll(label, passphrase, unlock, message);
    // What was typed does not outlive the question that it was asked for.
    model.asking().subscribe(asking -> passphrase.clear());
    model
        .state()
        .subscribe(
            state -> state.flatMap(UnlockBar::file).ifPresent(f -> label.setTooltip(tip(f))));
  }

  private static Optional<String> file(State state) {
    return state instanceof State.Locked(var file)
        ? Optional.of(file.toString())
        : Optional.empty();
  }

  private static Tooltip tip(String file) {
    return new Tooltip(file);
  }

  /** The field is emptied at once; what was typed lives on only in the array that is wiped. */
  private void give() {
    var typed = passphrase.getText().toCharArray();
    passphrase.clear();
    model.give(typed);
  }

  void focus() {
    Focus.on(passphrase);
  }
}
