package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.text.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Finds screens, requests, rules, actions and targets by their words. */
final class PaletteView extends StackPane {
  private final ShellViewModel model;
  private final TextField words = new TextField();
  private final ListView<Screen.Hit> hits = new ListView<>();

  PaletteView(ShellViewModel model) {
    this.model = model;
    getStyleClass().add("palette-veil");
    words.setPromptText(Words.of("palette.prompt"));
    words.setAccessibleText(Words.of("palette.prompt"));
    hits.setAccessibleText(Words.of("palette.results"));
    hits.setCellFactory(list -> new Cell());
    hits.setFocusTraversable(false);
    hits.setPlaceholder(new Label(Words.of("palette.nothing")));
    var box = new VBox(words, hits);
    box.getStyleClass().add("palette");
    box.setMaxSize(560, 420);
    VBox.setVgrow(hits, Priority.ALWAYS);
    StackPane.setAlignment(box, Pos.TOP_CENTER);
    getChildren().add(box);
    visibleProperty().bind(model.paletteOpen());
    managedProperty().bind(model.paletteOpen());
    model.paletteOpen().subscribe(this::toggled);
    words.textProperty().subscribe(t -> refill());
    words.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    hits.setOnMouseClicked(e -> go());
    setOnMousePressed(e -> {
      if (e.getTarget() == this) {
        model.paletteOpen().set(false);
      }
    });
  }

  private void toggled(boolean open) {
    if (open) {
      words.clear();
      refill();
      Focus.on(words);
    }
  }

  private void refill() {
    if (model.paletteOpen().get()) {
      hits.getItems().setAll(model.find(words.getText()));
      hits.getSelectionModel().selectFirst();
    }
  }

  private void key(KeyEvent event) {
    var selection = hits.getSelectionModel();
    switch (event.getCode()) {
      case DOWN -> selection.selectNext();
      case UP -> selection.selectPrevious();
      case ENTER -> go();
      case ESCAPE -> model.paletteOpen().set(false);
      default -> {
        return;
      }
    }
    hits.scrollTo(selection.getSelectedIndex());
    event.consume();
  }

  private void go() {
    var hit = hits.getSelectionModel().getSelectedItem();
    if (hit != null) {
      model.paletteOpen().set(false);
      hit.go().run();
    }
  }

  private static final class Cell extends ListCell<Screen.Hit> {
    private final Label kind = new Label();
    private final Label text = new Label();
    private final Label note = new Label();
    private final HBox row = new HBox(kind, text, note);

    Cell() {
      kind.getStyleClass().addAll("muted", "palette-kind");
      note.getStyleClass().add("muted");
      row.getStyleClass().add("row");
    }

    @Override
    protected void updateItem(Screen.@Nullable Hit hit, boolean empty) {
      super.updateItem(hit, empty);
      setText(null);
      if (hit == null || empty) {
        setGraphic(null);
        return;
      }
      kind.setText(hit.kind());
      text.setText(hit.text());
      note.setText(hit.note());
      setAccessibleText(hit.kind() + " " + hit.text() + " " + hit.note());
      setGraphic(row);
    }
  }
}
