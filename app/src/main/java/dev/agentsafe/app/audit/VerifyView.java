package dev.agentsafe.app.audit;

import dev.agentsafe.app.audit.VerifyViewModel.Stage;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.io.File;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

/** Drop a log, a folder or a bundle; read the verdict. */
final class VerifyView extends ScrollPane {
  private final VerifyViewModel model;
  private final LongConsumer jump;
  private final VBox result = new VBox();
  private final TextField file = new TextField();

  /**
   * A view.
   *
   * @param jump brings an entry of this workspace's journal into view
   */
  VerifyView(VerifyViewModel model, LongConsumer jump) {
    this.model = model;
    this.jump = jump;
    result.getStyleClass().add("sections");
    var form =
        new VBox(
            Section.text(Words.of("verify.heading"), "question-action"),
            Section.text(Words.of("verify.intro"), "muted"),
            choice(),
            pinning(),
            result);
    form.getStyleClass().addAll("question", "verify");
    setContent(form);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().addAll("edge-to-edge", "detail-scroll");
    setOnDragOver(this::over);
    setOnDragDropped(this::dropped);
    model.stage().subscribe(this::show);
  }

  private HBox choice() {
    file.setPromptText(Words.of("verify.file"));
    file.setAccessibleText(Words.of("verify.file"));
    file.setId("verify-file");
    file.textProperty().bindBidirectional(model.file());
    file.setOnAction(e -> model.verify());
    HBox.setHgrow(file, Priority.ALWAYS);
    var pick = button("verify-pick", Words.of("verify.pick"), Icon.FILE, this::pick);
    var folder = button("verify-folder", Words.of("verify.folder"), Icon.WORKSPACE, this::folder);
    var go = button("verify-go", Words.of("verify.go"), Icon.VERIFY, model::verify);
    go.getStyleClass().add("accent");
    go.disableProperty().bind(model.stage().map(Stage.Reading.class::isInstance));
    return Section.row(file, pick, folder, go);
  }

  private HBox pinning() {
    var key = new TextField();
    key.setPromptText(Words.of("verify.key"));
    key.setAccessibleText(Words.of("verify.key"));
    key.setId("verify-key");
    key.textProperty().bindBidirectional(model.key());
    key.setOnAction(e -> model.verify());
    HBox.setHgrow(key, Priority.ALWAYS);
    var resume = new CheckBox(Words.of("verify.resume"));
    resume.setId("verify-resume");
    resume.setAccessibleText(Words.of("verify.resume"));
    resume.setMinWidth(USE_PREF_SIZE);
    resume.selectedProperty().bindBidirectional(model.resume());
    return Section.row(key, resume);
  }

  private static Button button(String id, String text, Icon icon, Runnable action) {
    var button = new Button(text, icon.node());
    button.setId(id);
    button.setAccessibleText(text);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    return button;
  }

  private void show(Stage stage) {
    switch (stage) {
      case Stage.Idle _ -> result.getChildren().clear();
      case Stage.Reading reading -> result.getChildren().setAll(reading(reading));
      case Stage.Failed(var why) ->
          result
              .getChildren()
              .setAll(VerifyParts.notice("bad", Icon.STOP, Untrusted.line(why), ""));
      case Stage.Done(var report) ->
          result
              .getChildren()
              .setAll(VerifyParts.of(report, Optional.of(jump).filter(j -> model.isOwn(report))));
    }
  }

  private VBox reading(Stage.Reading reading) {
    var bar = new ProgressBar();
    bar.setId("verify-progress");
    bar.setAccessibleText(Words.of("verify.reading"));
    bar.setMaxWidth(Double.MAX_VALUE);
    reading.job().ifPresent(job -> bar.progressProperty().bind(job.progress()));
    HBox.setHgrow(bar, Priority.ALWAYS);
    var cancel = button("verify-cancel", Words.of("verify.cancel"), Icon.FAIL, model::cancel);
    return new VBox(Section.text(Words.of("verify.reading"), "muted"), Section.row(bar, cancel));
  }

  private void pick() {
    var chooser = new FileChooser();
    chooser.setTitle(Words.of("verify.pick"));
    chosen(Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow())));
  }

  private void folder() {
    var chooser = new DirectoryChooser();
    chooser.setTitle(Words.of("verify.folder"));
    chosen(Optional.ofNullable(chooser.showDialog(getScene().getWindow())));
  }

  private void chosen(Optional<File> chosen) {
    chosen.ifPresent(f -> {
      model.file().set(f.getPath());
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
      chosen(Optional.of(files.getFirst()));
      event.setDropCompleted(true);
    }
    event.consume();
  }

  Node first() {
    return file;
  }
}
