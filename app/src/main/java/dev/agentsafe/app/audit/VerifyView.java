package dev.agentsafe.app.audit;

import dev.agentsafe.app.audit.VerifyViewModel.Stage;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.audit.Verdict;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/** Drop a file, read the verdict. */
final class VerifyView extends VBox {
  private final VerifyViewModel model;
  private final VBox result = new VBox();
  private final TextField file = new TextField();

  VerifyView(VerifyViewModel model) {
    this.model = model;
    getStyleClass().addAll("question", "verify");
    result.getStyleClass().add("sections");
    file.setPromptText(Words.of("verify.file"));
    file.setAccessibleText(Words.of("verify.file"));
    file.setId("verify-file");
    file.textProperty().bindBidirectional(model.file());
    file.setOnAction(e -> model.verify());
    HBox.setHgrow(file, Priority.ALWAYS);
    var pick = new Button(Words.of("verify.pick"), Icon.FILE.node());
    pick.setAccessibleText(Words.of("verify.pick"));
    pick.setOnAction(e -> pick());
    pick.setMinWidth(USE_PREF_SIZE);
    var go = new Button(Words.of("verify.go"), Icon.VERIFY.node());
    go.setId("verify-go");
    go.getStyleClass().add("accent");
    go.setAccessibleText(Words.of("verify.go"));
    go.setOnAction(e -> model.verify());
    go.setMinWidth(USE_PREF_SIZE);
    getChildren()
        .addAll(
            Section.text(Words.of("verify.heading"), "question-action"),
            Section.text(Words.of("verify.intro"), "muted"),
            Section.row(file, pick, go),
            result);
    setOnDragOver(this::over);
    setOnDragDropped(this::dropped);
    model.stage().subscribe(this::show);
  }

  private void show(Stage stage) {
    result.getChildren().clear();
    switch (stage) {
      case Stage.Idle i -> {}
      case Stage.Reading(var name) -> {
        var bar = new ProgressBar();
        bar.setAccessibleText(Words.of("verify.reading"));
        result.getChildren().addAll(Section.text(Words.of("verify.reading"), "muted"), bar);
      }
      case Stage.Failed(var name, var why) ->
          result.getChildren().add(notice("bad", Icon.STOP, Untrusted.line(why)));
      case Stage.Done done -> done(done);
    }
  }

  private void done(Stage.Done done) {
    var good = done.verdict().isValid();
    var box =
        notice(
            good ? "good" : "bad",
            good ? Icon.PASS : Icon.STOP,
            Untrusted.line(done.verdict().sentence()));
    box.setId("verify-verdict");
    result.getChildren().add(box);
    if (done.verdict() instanceof Verdict.Valid valid) {
      result
          .getChildren()
          .add(
              Section.text(
                  Words.of(
                      "verify.took",
                      valid.entries(),
                      done.took().bytes(),
                      Spans.exact(done.took().millis())),
                  "muted"));
      if (valid.sealed() == 0) {
        result.getChildren().add(Section.text(Words.of("verify.unsealed"), "muted"));
      }
    }
    if (!done.context().isEmpty()) {
      result.getChildren().add(new Section(Words.of("verify.context"), context(done.context())));
    }
  }

  private static GridPane context(List<VerifyViewModel.Line> lines) {
    var grid = new GridPane();
    grid.getStyleClass().add("thread");
    var at = 0;
    for (var line : lines) {
      var mark = line.bad() ? Icon.STOP.node() : new Label();
      if (line.bad()) {
        mark.getStyleClass().add("bad");
      }
      var number = new Label(String.valueOf(line.number()));
      number.getStyleClass().addAll("mono", "muted");
      number.setMinWidth(USE_PREF_SIZE);
      grid.addRow(at++, mark, number, Section.code(line.text(), line.bad() ? "strong" : "muted"));
    }
    return grid;
  }

  private static HBox notice(String tone, Icon icon, String text) {
    var sign = icon.node();
    sign.getStyleClass().add(tone);
    var words = Section.text(text, "verdict");
    var box = new HBox(sign, words);
    box.getStyleClass().addAll("notice", "notice-" + tone, "row");
    box.setAccessibleText(text);
    return box;
  }

  private void pick() {
    var chooser = new FileChooser();
    chooser.setTitle(Words.of("verify.pick"));
    Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
        .ifPresent(chosen -> {
          model.file().set(chosen.getPath());
          model.verify();
        });
  }

  private void over(DragEvent event) {
    if (event.getDragboard().hasFiles()) {
      event.acceptTransferModes(TransferMode.COPY);
    }
    event.consume();
  }

  private void dropped(DragEvent event) {
    var files = event.getDragboard().getFiles();
    if (files != null && !files.isEmpty()) {
      model.file().set(files.getFirst().getPath());
      model.verify();
      event.setDropCompleted(true);
    }
    event.consume();
  }

  Node first() {
    return file;
  }
}
