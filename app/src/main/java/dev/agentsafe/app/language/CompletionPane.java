package dev.agentsafe.app.language;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.editors.assist.Offer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The offers with the meaning of the chosen one beside them; FX thread only. */
final class CompletionPane extends HBox {
  private static final double ROW = 26;
  private static final int MOST = 10;
  private static final double LIST = 320;
  private static final double MEANING = 280;

  private final CompletionViewModel model;
  private final ListView<Offer> list;
  private final VBox meaning = new VBox();

  /**
   * The offers of that model.
   *
   * @param taken done when one is chosen with the mouse
   */
  CompletionPane(CompletionViewModel model, Runnable taken) {
    this.model = model;
    list = new ListView<>(model.shown());
    setId("completion");
    getStyleClass().addAll("popover", "completion");
    list.setId("completion-list");
    list.setAccessibleText(Words.of("assist.completion"));
    list.setFocusTraversable(false);
    list.setFixedCellSize(ROW);
    list.setCellFactory(view -> new Cell());
    list.setPrefWidth(LIST);
    list.setMinWidth(Region.USE_PREF_SIZE);
    list.setOnMouseClicked(event -> {
      model.choose(list.getSelectionModel().getSelectedIndex());
      taken.run();
    });
    meaning.getStyleClass().add("popover-beside");
    meaning.setPrefWidth(MEANING);
    HBox.setHgrow(list, Priority.ALWAYS);
    getChildren().addAll(list, meaning);
    model.chosen().subscribe(at -> choose());
    model.shown().addListener((javafx.collections.ListChangeListener<Offer>) change -> resize());
    resize();
  }

  private void resize() {
    int rows = Math.clamp(model.shown().size(), 1, MOST);
    list.setPrefHeight(rows * ROW + 2);
    list.setMaxHeight(rows * ROW + 2);
  }

  private void choose() {
    var offer = model.selected();
    if (offer.isPresent()) {
      int at = model.chosen().get();
      list.getSelectionModel().select(at);
      list.scrollTo(Math.max(0, at - MOST / 2));
    } else {
      list.getSelectionModel().clearSelection();
    }
    meaning.getChildren().clear();
    offer
        .filter(chosen -> !chosen.meaning().isEmpty() || !chosen.detail().isEmpty())
        .ifPresent(this::explain);
    meaning.setVisible(!meaning.getChildren().isEmpty());
    meaning.setManaged(meaning.isVisible());
  }

  private void explain(Offer offer) {
    var title = new Label(offer.label());
    title.getStyleClass().add("popover-title");
    title.setWrapText(true);
    meaning.getChildren().add(title);
    if (!offer.detail().isEmpty()) {
      var detail = new Label(offer.detail());
      detail.getStyleClass().add("muted");
      detail.setWrapText(true);
      meaning.getChildren().add(detail);
    }
    if (!offer.meaning().isEmpty()) {
      meaning.getChildren().add(new Said(offer.meaning()));
    }
  }

  /** What a screen reader says of an offer. */
  static String spoken(Offer offer) {
    return Words.of("assist.offer", offer.label(), kind(offer.kind()), offer.detail());
  }

  private static String kind(Offer.Kind kind) {
    return switch (kind) {
      case KEY -> Words.of("assist.kind.key");
      case WORD -> Words.of("assist.kind.word");
      case ACTION -> Words.of("assist.kind.action");
      case TARGET -> Words.of("assist.kind.target");
      case RULE -> Words.of("assist.kind.rule");
      case PERSON -> Words.of("assist.kind.person");
      case NAME -> Words.of("assist.kind.name");
    };
  }

  private static Icon icon(Offer.Kind kind) {
    return switch (kind) {
      case KEY -> Icon.KEY;
      case WORD -> Icon.VALUE;
      case ACTION -> Icon.ACTIONS;
      case TARGET -> Icon.TARGET;
      case RULE -> Icon.POLICIES;
      case PERSON -> Icon.PERSON;
      case NAME -> Icon.TICKET;
    };
  }

  /** An offer: what it is, its name, a few words. */
  private static final class Cell extends ListCell<Offer> {
    private final Label name = new Label();
    private final Label detail = new Label();
    private final HBox row = new HBox(name, detail);

    Cell() {
      name.getStyleClass().add("mono");
      name.setMinWidth(Region.USE_PREF_SIZE);
      detail.getStyleClass().add("muted");
      row.getStyleClass().add("completion-row");
    }

    @Override
    protected void updateItem(@Nullable Offer offer, boolean empty) {
      super.updateItem(offer, empty);
      setText(null);
      if (empty || offer == null) {
        setGraphic(null);
        return;
      }
      name.setText(offer.label());
      name.setGraphic(icon(offer.kind()).node());
      detail.setText(offer.detail());
      setAccessibleText(spoken(offer));
      setGraphic(row);
    }
  }
}
