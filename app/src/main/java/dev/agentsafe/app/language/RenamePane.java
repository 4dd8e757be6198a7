package dev.agentsafe.app.language;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.text.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/** Asks for another name, shows which files change, and has them written; FX thread only. */
final class RenamePane extends VBox {
  private static final double WIDTH = 420;

  private final TextField wanted = new TextField();
  private final VBox said = new VBox();
  private final Button go = new Button();

  /**
   * Asks.
   *
   * @param closed done when it is to go away
   */
  RenamePane(RenameViewModel model, Runnable closed) {
    setId("rename");
    getStyleClass().addAll("popover", "popover-card");
    setPrefWidth(WIDTH);
    var title = new Label(Words.of("rename.title", model.name().text()));
    title.getStyleClass().add("popover-title");
    title.setWrapText(true);
    wanted.setId("rename-name");
    wanted.setText(model.name().text());
    wanted.setAccessibleText(Words.of("rename.name"));
    wanted.textProperty().subscribe(model::typed);
    go.setId("rename-go");
    go.setOnAction(event -> model.go(wanted.getText()));
    said.getStyleClass().add("rename-said");
    getChildren().addAll(title, wanted, said, go);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            closed.run();
            event.consume();
          } else if (event.getCode() == KeyCode.ENTER) {
            model.go(wanted.getText());
            event.consume();
          }
        });
    model.stage().subscribe(stage -> show(stage, closed));
  }

  /** Gives it the keyboard. */
  void focus() {
    Focus.on(wanted);
    wanted.selectAll();
  }

  private void show(RenameViewModel.Stage stage, Runnable closed) {
    said.getChildren().clear();
    go.setText(Words.of("rename.look"));
    go.setDisable(false);
    switch (stage) {
      case RenameViewModel.Stage.Asking() -> {}
      case RenameViewModel.Stage.Refused(var why) -> {
        var text = new Said(why);
        text.getStyleClass().add("rename-refused");
        said.getChildren().add(text);
      }
      case RenameViewModel.Stage.Ready(var name, var renamed) -> {
        RenameViewModel.files(renamed).forEach(file -> said.getChildren().add(new Label(file)));
        RenameViewModel.leftAlone(renamed)
            .ifPresent(note -> said.getChildren().add(new Said(note)));
        go.setText(Words.of("rename.write", renamed.files().size()));
      }
      case RenameViewModel.Stage.Writing() -> go.setDisable(true);
      case RenameViewModel.Stage.Done(var files) -> closed.run();
    }
    said.setManaged(!said.getChildren().isEmpty());
    said.setAccessibleText(
        said.getChildren().stream()
            .map(node -> node instanceof Label label ? label.getText() : node.getAccessibleText())
            .collect(java.util.stream.Collectors.joining("\n")));
  }
}
