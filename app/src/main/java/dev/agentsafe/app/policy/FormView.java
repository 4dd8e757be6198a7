package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.editors.form.Field;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The draft as a form: its records in short, and the fields of one of them; FX thread only. */
final class FormView extends BorderPane {
  private static final int LONGEST = 120;

  private final FormViewModel model;
  private final ListView<Card> cards = new ListView<>();
  private final Label help = Section.text("", "muted");
  private final Label locked = Section.text("", "warn");
  private final FieldPane fields;
  private final Node records;
  private final HBox bar = new HBox();
  private final SplitPane both = new SplitPane();
  private final Node nothing =
      new Empty(Icon.POLICIES, Words.of("form.empty"), Words.of("form.empty.how"));
  private boolean showing;
  // since a card was chosen from the text
  private boolean isUntouched;

  FormView(FormViewModel model) {
    this.model = model;
    getStyleClass().add("form-view");
    fields = new FieldPane(model, this::help);
    records = records();
    both.setOrientation(Orientation.VERTICAL);
    var message = Section.text("", "warn");
    message.setId("form-message");
    message.textProperty().bind(model.message());
    hideWhereEmpty(message);
    locked.setId("form-locked");
    hideWhereEmpty(locked);
    var top = new VBox(locked, message);
    top.getStyleClass().add("form-top");
    setTop(top);
    help.setId("form-help");
    help.getStyleClass().add("form-help");
    help.setMinHeight(USE_COMPUTED_SIZE);
    help.setMaxWidth(Double.MAX_VALUE);
    setBottom(help);
    model.page().subscribe(this::show);
    model.refusals().subscribe(count -> fields.reset());
    model.beforeLeaving(fields::commit);
  }

  private static void hideWhereEmpty(Label label) {
    label.visibleProperty().bind(label.textProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
  }

  /** Makes at once what else would be made bit by bit. */
  void whole() {
    fields.whole();
  }

  /** Types into the text what was changed here and is not there yet. */
  void commit() {
    fields.commit();
  }

  private void help(Field.Head head) {
    help.setText(head.isOpen() ? head.meaning() : Words.of("form.refused", head.locked()));
  }

  private Node records() {
    cards.setId("form-cards");
    cards.setAccessibleText(Words.of("form.cards"));
    cards.getStyleClass().addAll("edge-to-edge", "form-cards");
    cards.setCellFactory(list -> new CardCell());
    cards.setPlaceholder(new Label(Words.of("form.cards.none")));
    // The fields below take their place after a card was chosen; who scrolls sees what they want.
    cards
        .heightProperty()
        .addListener((height, before, now) -> {
          if (isUntouched) {
            // What is in sight now is known once it is laid out.
            cards.layout();
            reveal();
          }
        });
    cards.addEventFilter(ScrollEvent.ANY, e -> isUntouched = false);
    cards.addEventFilter(MouseEvent.MOUSE_PRESSED, e -> isUntouched = false);
    cards
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(card -> {
          if (card != null && !showing) {
            model.open(card.at());
          }
        });
    cards.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    var add = button("form-add", Words.of("form.add"), Words.of("form.add.record"), this::add);
    var up = button("form-up", "", Words.of("form.up"), () -> model.move(true));
    up.setGraphic(Icon.RISK_HIGH.node());
    var down = button("form-down", "", Words.of("form.down"), () -> model.move(false));
    down.setGraphic(Icon.RISK_LOW.node());
    var remove =
        button(
            "form-remove", Words.of("form.remove"), Words.of("form.remove.record"), model::remove);
    bar.getChildren().setAll(add, Section.spring(), up, down, remove);
    bar.getStyleClass().add("form-bar");
    var pane = new BorderPane(cards);
    pane.setTop(bar);
    return pane;
  }

  private static Button button(String id, String text, String name, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("form-small");
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    return button;
  }

  private void add() {
    model.page().get().flatMap(page -> Cards.list(page.form())).ifPresent(model::add);
  }

  /** Moves, adds and removes by keys. */
  private void key(KeyEvent event) {
    boolean taken = true;
    if (event.isAltDown() && event.getCode() == KeyCode.UP) {
      model.move(true);
    } else if (event.isAltDown() && event.getCode() == KeyCode.DOWN) {
      model.move(false);
    } else if (event.getCode() == KeyCode.INSERT) {
      add();
    } else if (event.getCode() == KeyCode.DELETE) {
      model.remove();
    } else {
      taken = false;
    }
    if (taken) {
      event.consume();
    }
  }

  private void show(Optional<FormDesk.Page> now) {
    if (now.isEmpty()) {
      setCenter(nothing);
      locked.setText("");
      return;
    }
    var page = now.get();
    showing = true;
    locked.setText(locked(page));
    boolean isList = Cards.list(page.form()).isPresent();
    bar.setVisible(isList);
    bar.setManaged(isList);
    if (isList || !page.cards().isEmpty()) {
      Rewrite.of(cards.getItems(), page.cards());
      select(page);
      if (!both.getItems().equals(List.of(records, fields))) {
        both.getItems().setAll(records, fields);
        both.setDividerPositions(0.36);
      }
      setCenter(both);
    } else {
      both.getItems().clear();
      setCenter(fields);
    }
    fields.show(page.entries(), page.look().record().map(at -> at.steps().size()).orElse(0));
    showing = false;
  }

  private void select(FormDesk.Page page) {
    int row =
        page.look()
            .record()
            .map(at -> page.cards().stream().map(Card::at).toList().indexOf(at))
            .orElse(-1);
    if (row < 0) {
      cards.getSelectionModel().clearSelection();
    } else if (cards.getSelectionModel().getSelectedIndex() != row) {
      cards.getSelectionModel().clearAndSelect(row);
      isUntouched = true;
      reveal();
    }
  }

  /** Brings the chosen card into sight, with the one before it. */
  private void reveal() {
    int row = cards.getSelectionModel().getSelectedIndex();
    if (row >= 0 && !Sight.holds(cards, row)) {
      cards.scrollTo(Math.max(0, row - 1));
    }
  }

  /** What of the text cannot be changed here, and why. */
  private static String locked(FormDesk.Page page) {
    var all = page.form().lock();
    if (all.isPresent()) {
      return Words.of("form.locked", all.get());
    }
    return page.form().unread().stream()
        .findFirst()
        .map(problem ->
            Words.of("form.broken", String.valueOf(problem.location().line()), problem.message()))
        .orElse("");
  }

  /** A record: what it says, its name, and what else counts. */
  private static final class CardCell extends ListCell<Card> {
    private final Label title = new Label();
    private final Label detail = new Label();
    private final HBox line = new HBox();
    private final VBox box = new VBox(line, detail);
    private Optional<Card> shown = Optional.empty();
    private Mark mark = new Mark("", false);

    /** What its badge says. */
    private record Mark(String word, boolean isLocked) {}

    CardCell() {
      line.getChildren().setAll(title, Section.spring());
      setGraphic(box);
      line.getStyleClass().add("row");
      title.getStyleClass().add("strong");
      detail.getStyleClass().add("muted");
      title.setMinWidth(0);
      detail.setMinWidth(0);
      box.setMinWidth(0);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Card card, boolean empty) {
      super.updateItem(card, empty);
      var next = empty ? Optional.<Card>empty() : Optional.ofNullable(card);
      box.setVisible(next.isPresent());
      if (next.isEmpty()) {
        shown = next;
        setAccessibleText(null);
      }
      // A list asks at each layout; what looks as before keeps its nodes.
      if (next.isEmpty() || next.equals(shown)) {
        return;
      }
      shown = next;
      show(next.get());
    }

    private void show(Card card) {
      title.setText(Untrusted.line(card.title(), LONGEST));
      detail.setText(Untrusted.line(card.detail(), LONGEST));
      mark(new Mark(card.word(), !card.locked().isEmpty()));
      setAccessibleText(card.title() + ", " + card.word() + ", " + card.detail());
    }

    private void mark(Mark wanted) {
      if (wanted.equals(mark)) {
        return;
      }
      mark = wanted;
      line.getChildren().setAll(title, Section.spring());
      if (wanted.isLocked) {
        line.getChildren().add(Badge.of(Words.of("form.unread"), Badge.Tone.BAD, Icon.LOCK));
      } else if (!wanted.word.isEmpty()) {
        line.getChildren().add(badge(wanted.word));
      }
    }

    private static Badge badge(String word) {
      return switch (word) {
        case "allow" -> Badge.of(word, Badge.Tone.GOOD, Icon.PASS);
        case "deny" -> Badge.of(word, Badge.Tone.BAD, Icon.FAIL);
        case "require_approval" ->
            Badge.of(Words.of("form.approval"), Badge.Tone.WARN, Icon.PERSON);
        default -> Badge.of(Untrusted.line(word, LONGEST), Badge.Tone.NEUTRAL);
      };
    }
  }
}
