package dev.agentsafe.app.language;

import dev.agentsafe.app.display.Focus;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A short list of which one is chosen, narrowed by what is typed; FX thread only. */
final class ChoicePane extends VBox {
  private static final double ROW = 28;
  private static final int MOST = 12;
  private static final double WIDTH = 480;

  private final List<Choice> all;
  private final ListView<Choice> list = new ListView<>();
  private final TextField words = new TextField();
  private final Runnable closed;

  /**
   * Something that can be chosen.
   *
   * @param detail a few words beside it; may be empty
   */
  record Choice(String label, String detail, Runnable chosen) {}

  /**
   * A list.
   *
   * @param id of the node, for whoever looks for it
   * @param closed done when it is to go away
   */
  ChoicePane(String id, String title, List<Choice> choices, Runnable closed) {
    all = List.copyOf(choices);
    this.closed = closed;
    setId(id);
    getStyleClass().addAll("popover", "choices");
    setPrefWidth(WIDTH);
    var head = new Label(title);
    head.getStyleClass().add("popover-title");
    words.setPromptText(title);
    words.setAccessibleText(title);
    list.setAccessibleText(title);
    list.setFocusTraversable(false);
    list.setFixedCellSize(ROW);
    list.setCellFactory(view -> new Cell());
    list.setOnMouseClicked(event -> choose());
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(head, words, list);
    words.textProperty().subscribe(this::fill);
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    int rows = Math.clamp(all.size(), 1, MOST);
    list.setPrefHeight(rows * ROW + 2);
  }

  /** Gives it the keyboard. */
  void focus() {
    Focus.on(words);
  }

  private void fill(String typed) {
    var wanted = typed.strip().toLowerCase(Locale.ROOT);
    list.getItems()
        .setAll(
            all.stream()
                .filter(choice ->
                    (choice.label() + " " + choice.detail())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
                .toList());
    list.getSelectionModel().selectFirst();
  }

  private void key(KeyEvent event) {
    var selection = list.getSelectionModel();
    switch (event.getCode()) {
      case DOWN -> selection.selectNext();
      case UP -> selection.selectPrevious();
      case PAGE_DOWN ->
          selection.select(
              Math.min(list.getItems().size() - 1, selection.getSelectedIndex() + MOST));
      case PAGE_UP -> selection.select(Math.max(0, selection.getSelectedIndex() - MOST));
      case ENTER -> choose();
      case ESCAPE -> closed.run();
      default -> {
        return;
      }
    }
    list.scrollTo(Math.max(0, selection.getSelectedIndex() - MOST / 2));
    event.consume();
  }

  private void choose() {
    var choice = list.getSelectionModel().getSelectedItem();
    if (choice != null) {
      closed.run();
      choice.chosen().run();
    }
  }

  /** What can be chosen, with a few words. */
  private static final class Cell extends ListCell<Choice> {
    private final Label label = new Label();
    private final Label detail = new Label();
    private final HBox row = new HBox(label, detail);

    Cell() {
      detail.getStyleClass().add("muted");
      label.setMinWidth(Region.USE_PREF_SIZE);
      row.getStyleClass().add("completion-row");
    }

    @Override
    protected void updateItem(@Nullable Choice choice, boolean empty) {
      super.updateItem(choice, empty);
      setText(null);
      if (empty || choice == null) {
        setGraphic(null);
        return;
      }
      label.setText(choice.label());
      detail.setText(choice.detail());
      setAccessibleText(choice.label() + " " + choice.detail());
      setGraphic(row);
    }
  }
}
