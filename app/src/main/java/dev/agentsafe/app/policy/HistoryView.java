package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.FileDesk;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Versions of the file, and what the text has otherwise than one of them; FX thread only. */
final class HistoryView extends BorderPane {
  private final HistoryViewModel model;
  private final DiffLines lines = new DiffLines();

  HistoryView(HistoryViewModel model) {
    this.model = model;
    var list = new ListView<>(model.versions());
    list.setId("history-versions");
    list.setAccessibleText(Words.of("history.title"));
    list.getStyleClass().addAll("edge-to-edge", "rows");
    list.setPlaceholder(
        new Empty(Icon.FILE, Words.of("history.none"), Words.of("history.none.how")));
    list.setCellFactory(v -> new VersionCell());
    list.getSelectionModel()
        .selectedItemProperty()
        .subscribe(version -> {
          if (version != null) {
            model.look(version);
          }
        });
    var message = Section.text("", "muted");
    message.textProperty().bind(model.message());
    message.visibleProperty().bind(model.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    var body = new VBox(message, lines);
    body.getStyleClass().add("preview-body");
    var below = new ScrollPane(body);
    below.getStyleClass().addAll("edge-to-edge", "detail-scroll");
    below.setFitToWidth(true);
    var split = new SplitPane(list, below);
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.5);
    setCenter(split);
    model.difference().subscribe(lines::show);
  }

  /** When, by whom, which; and getting it back. */
  private final class VersionCell extends ListCell<FileDesk.Version> {
    @Override
    protected void updateItem(FileDesk.@Nullable Version version, boolean empty) {
      super.updateItem(version, empty);
      setText(null);
      setGraphic(empty || version == null ? null : row(version));
      setPrefWidth(0);
    }

    private VBox row(FileDesk.Version version) {
      var who = version.by().map(by -> Untrusted.line(by, 60)).orElse(Words.of("history.found"));
      var restore = new Button(Words.of("history.restore"));
      restore.setDisable(version.text().isEmpty());
      restore.setOnAction(e -> model.restore(version));
      restore.setMinWidth(USE_PREF_SIZE);
      var head = Section.row(Section.text(who, "row-action"), Section.spring(), restore);
      var when =
          Section.text(
              Words.of("history.when", version.at(), version.sha256().substring(0, 12)),
              "muted",
              "small");
      var rows = new VBox(head, when);
      rows.getStyleClass().add("row-lines");
      return rows;
    }
  }
}
