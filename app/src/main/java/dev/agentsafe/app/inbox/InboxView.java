package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The list of questions beside the one in view. */
final class InboxView extends SplitPane {
  private final InboxViewModel model;
  private final TextField search = new TextField();
  private final ListView<Row> list;
  private final DetailView detail;

  InboxView(InboxViewModel model, Consumer<String> undo) {
    this.model = model;
    list = new ListView<>(model.rows());
    detail = new DetailView(model, undo);
    getStyleClass().add("inbox");
    list.getStyleClass().addAll("rows", "dense");
    list.setId("inbox-rows");
    list.setAccessibleText(Words.of("inbox.list"));
    list.setCellFactory(l -> new RowCell(model));
    list.setFixedCellSize(-1);
    list.setPlaceholder(
        new Empty(Icon.INBOX, Words.of("inbox.empty"), Words.of("inbox.empty.how")));
    VBox.setVgrow(list, Priority.ALWAYS);
    var left = new VBox(new VBox(search(), chips()), list);
    left.getChildren().getFirst().getStyleClass().add("list-head");
    left.setMinWidth(300);
    left.setMaxWidth(380);
    SplitPane.setResizableWithParent(left, false);
    getItems().addAll(left, detail);
    list.getSelectionModel()
        .selectedItemProperty()
        .subscribe(row -> Optional.ofNullable(row).ifPresent(model::select));
    model.selected().subscribe(this::mirror);
    model.rows().addListener((ListChangeListener<Row>) c -> mirror(model.selected().get()));
  }

  private void mirror(Optional<Row> row) {
    var selection = list.getSelectionModel();
    row.filter(r -> selection.getSelectedItem() != r)
        .ifPresent(r -> {
          var at = model.rows().indexOf(r);
          if (at < 0) {
            selection.clearSelection();
          } else {
            selection.select(at);
          }
        });
  }

  private TextField search() {
    search.setPromptText(Words.of("inbox.search"));
    search.setAccessibleText(Words.of("inbox.search"));
    search.setId("inbox-search");
    search.textProperty().bindBidirectional(model.search());
    search.setOnAction(e -> list.requestFocus());
    return search;
  }

  private HBox chips() {
    var group = new ToggleGroup();
    var chips = new HBox();
    chips.getStyleClass().add("filter-chips");
    for (var filter : Filter.values()) {
      var chip = new ToggleButton(word(filter));
      chip.getStyleClass().add("filter-chip");
      chip.setId("filter-" + filter.name().toLowerCase(Locale.ROOT));
      chip.setAccessibleText(Words.of("inbox.filter", word(filter)));
      chip.setToggleGroup(group);
      chip.setOnAction(e -> model.filter().set(filter));
      model.filter().subscribe(now -> chip.setSelected(now == filter));
      chips.getChildren().add(chip);
    }
    return chips;
  }

  private static String word(Filter filter) {
    return switch (filter) {
      case ALL -> Words.of("inbox.all");
      case MINE -> Words.of("inbox.mine");
      case PROD -> Words.of("inbox.prod");
      case CRITICAL -> Words.of("inbox.critical");
    };
  }

  void focus() {
    Focus.on(list);
  }

  boolean key(KeyEvent event) {
    switch (event.getCode()) {
      case J -> model.move(1);
      case K -> model.move(-1);
      case SLASH -> search.requestFocus();
      case A -> detail.answer(Answer.Intent.APPROVE);
      case D -> detail.answer(Answer.Intent.DENY);
      case C -> detail.answer(Answer.Intent.OFFER);
      case B -> detail.answer(Answer.Intent.ALONE);
      case V -> model.reviews().begin();
      case R -> detail.undo();
      case ESCAPE -> back();
      default -> {
        return false;
      }
    }
    list.scrollTo(list.getSelectionModel().getSelectedIndex());
    return true;
  }

  private void back() {
    if (search.isFocused()) {
      search.clear();
    }
    model.reviews().leave();
    model.answer().unlocking().cancel();
    model.answer().intend(Answer.Intent.NONE);
    list.requestFocus();
  }
}
