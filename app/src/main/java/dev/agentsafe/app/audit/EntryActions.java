package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.index.Row;
import java.io.File;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/** Where an entry leads, and what can be made of it: a proof, a bundle. */
final class EntryActions extends VBox {
  private final FlowPane buttons = new FlowPane();

  EntryActions(LogDetail detail, LogWays ways, Exports exports, LogViewModel model) {
    buttons.getStyleClass().add("facts");
    var context = detail.entry().context();
    context
        .text("request_id")
        .ifPresent(id -> {
          if (ways.leadsToRequest(id)) {
            add("entry-request", Words.of("entry.request"), Icon.INBOX, () -> ways.request(id));
          }
        });
    if (ways.leadsToRun(detail.decision())) {
      add("entry-run", Words.of("entry.run"), Icon.RUNS, () -> ways.run(detail.decision()));
    }
    context
        .text("rollback_of")
        .ifPresent(id ->
            add(
                "entry-undoes",
                Words.of("entry.undoes"),
                Icon.ROLLBACK,
                () -> model.query().set("id:" + id)));
    var seq = detail.entry().seq();
    add("entry-proof", Words.of("export.proof"), Icon.EXPORT, () -> proof(exports, seq));
    var from = detail.thread().stream().mapToLong(Row::seq).min().orElse(seq);
    var to = detail.thread().stream().mapToLong(Row::seq).max().orElse(seq);
    add("entry-bundle", Words.of("export.bundle"), Icon.EXPORT, () -> bundle(exports, from, to));
    var message = Section.text("", "strong");
    message.setId("export-message");
    message.textProperty().bind(exports.message());
    message.visibleProperty().bind(exports.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    getStyleClass().add("question-words");
    getChildren().addAll(buttons, message);
  }

  private void add(String id, String text, Icon icon, Runnable action) {
    var button = new Button(text, icon.node());
    button.setId(id);
    button.getStyleClass().add("small");
    button.setAccessibleText(text);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    buttons.getChildren().add(button);
  }

  private void proof(Exports exports, long seq) {
    ask(Words.of("export.proof"), "entry-" + seq + ".tlog-proof")
        .ifPresent(file -> exports.proof(seq, file.toPath()));
  }

  private void bundle(Exports exports, long from, long to) {
    ask(Words.of("export.bundle"), "entries-" + from + "-" + to)
        .ifPresent(folder -> exports.bundle(from, to, folder.toPath()));
  }

  private Optional<File> ask(String title, String name) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(name);
    return Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()));
  }
}
