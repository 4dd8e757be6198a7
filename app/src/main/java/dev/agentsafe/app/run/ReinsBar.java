package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Asks for a reason, then calls a run off or closes its port. */
final class ReinsBar extends VBox {
  private final TextField reason = new TextField();
  private final Button pull = new Button("", Icon.STOP.node());
  private final Label problem = Section.text("", "strong");

  ReinsBar(ReinsViewModel model, Consumer<String> pulled) {
    reason.setId("runs-reason");
    reason.setPromptText(Words.of("reins.reason"));
    reason.setAccessibleText(Words.of("reins.reason"));
    reason.setOnAction(e -> pull(pulled));
    HBox.setHgrow(reason, Priority.ALWAYS);
    pull.setId("runs-pull");
    pull.getStyleClass().add("danger");
    pull.disableProperty().bind(reason.textProperty().map(String::isBlank));
    pull.setOnAction(e -> pull(pulled));
    model.problem().subscribe(why -> problem.setText(Untrusted.line(why)));
    problem.managedProperty().bind(problem.textProperty().isNotEmpty());
    getStyleClass().add("answer-bar");
    getChildren().addAll(problem, Section.row(reason, pull));
  }

  /** What it does now: a run that goes on is called off, a port is closed. */
  void show(boolean goesOn) {
    var words = goesOn ? Words.of("reins.calloff") : Words.of("reins.stop");
    pull.setText(words);
    pull.setAccessibleText(words);
  }

  void ask() {
    reason.requestFocus();
  }

  private void pull(Consumer<String> pulled) {
    if (!reason.getText().isBlank()) {
      pulled.accept(reason.getText());
      reason.clear();
    }
  }
}
