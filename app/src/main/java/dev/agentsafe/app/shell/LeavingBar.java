package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Below the header, when the window is to close: what would be lost, and the way on. */
final class LeavingBar extends HBox {
  private static final int LONGEST = 200;

  private final Label words = Section.text("", "strong");

  LeavingBar(LeavingViewModel model, List<String> unsaved) {
    getStyleClass().addAll("row", "leaving-bar");
    setId("leaving-bar");
    name(unsaved);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    var stay = new Button(Words.of("leaving.stay"));
    stay.setId("leaving-stay");
    stay.setMinWidth(USE_PREF_SIZE);
    stay.setOnAction(e -> model.stay());
    var leave = new Button(Words.of("leaving.leave"));
    leave.setId("leaving-leave");
    leave.getStyleClass().add("danger");
    leave.setMinWidth(USE_PREF_SIZE);
    leave.setOnAction(e -> model.leave());
    getChildren().addAll(Icon.WARN.node(), words, leave, stay);
    // The key that closed the window must not also lose what is in it.
    Focus.on(stay);
  }

  /** Says what would be lost. */
  void name(List<String> unsaved) {
    var names = Untrusted.line(String.join(", ", unsaved), LONGEST);
    words.setText(Words.of("leaving.unsaved", names));
    setAccessibleText(words.getText());
  }
}
