package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.editors.form.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** Several single values: boxes where there are only some, else words with a field; FX thread. */
final class SeveralRow extends FieldRow {
  private static final List<String> DAYS = List.of("0", "1", "2", "3", "4", "5", "6");

  private final FlowPane values = new FlowPane(6, 6);
  private final Label state = new Label();
  private final Button clear = clear();
  private final Optional<ComboBox<String>> more;
  private boolean showing;

  SeveralRow(FormDesk.Entry entry, FieldPane.Ways ways) {
    super(entry, ways);
    state.getStyleClass().add("muted");
    values.setMinWidth(0);
    values.setPrefWrapLength(280);
    var column = new VBox(4, values, state);
    column.setMinWidth(0);
    more = words().isEmpty() ? Optional.of(field()) : Optional.empty();
    more.ifPresent(box -> column.getChildren().add(1, box));
    grow(column);
    getChildren().addAll(name(more.isPresent() ? more.get() : values), column);
    getChildren().addAll(moves());
    getChildren().add(clear);
    show();
  }

  private Field.Several several() {
    return (Field.Several) entry().field();
  }

  /** The only values that there are; empty where any may stand. */
  private List<String> words() {
    var words = head().shape().items().map(i -> i.values().words()).orElse(List.of());
    return isDays() ? DAYS : words;
  }

  private boolean isDays() {
    return head().name().equals("days") && !isValue();
  }

  /** Whether it is a value as a whole: an item may be in it twice. */
  private boolean isValue() {
    return head().shape().items().isEmpty();
  }

  private ComboBox<String> field() {
    var box = new ComboBox<String>();
    box.setEditable(true);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setId(id(""));
    box.setPromptText(Words.of("form.more"));
    box.setOnAction(e -> commit());
    tell(box);
    tell(box.getEditor());
    return box;
  }

  @Override
  void commit() {
    more.ifPresent(box -> {
      var typed = box.getEditor().getText();
      if (showing || typed.isBlank()) {
        return;
      }
      showing = true;
      box.getSelectionModel().clearSelection();
      box.setValue(null);
      box.getEditor().clear();
      showing = false;
      value(typed)
          .ifPresentOrElse(
              value ->
                  model()
                      .make(head().at(), isValue() ? Items.append(value) : Items.put(typed, value)),
              () -> model().say(Typed.refusal(several().kind(), typed)));
    });
  }

  private Optional<Value> value(String text) {
    return Typed.value(several().kind(), text);
  }

  @Override
  void show() {
    showing = true;
    clearShown(clear);
    state.setText(head().present() ? Words.of("form.none") : leftOut());
    state.setVisible(several().texts().isEmpty());
    state.setManaged(state.isVisible());
    more.ifPresent(box -> {
      var left = new ArrayList<>(entry().names());
      if (!isValue()) {
        left.removeAll(several().texts());
      }
      if (!box.getItems().equals(left)) {
        box.getItems().setAll(left);
      }
      box.setDisable(!head().isOpen());
    });
    if (words().isEmpty()) {
      chips();
    } else {
      boxes();
    }
    showing = false;
  }

  private void chips() {
    var texts = several().texts();
    boolean focused = values.getChildren().stream().anyMatch(Node::isFocused);
    var shown = values.getChildren().stream().map(Node::getUserData).toList();
    if (!shown.equals(texts)) {
      var chips = new ArrayList<Node>();
      for (int i = 0; i < texts.size(); i++) {
        chips.add(chip(texts.get(i), i));
      }
      values.getChildren().setAll(chips);
      if (focused) {
        more.ifPresent(Node::requestFocus);
      }
    }
    values.getChildren().forEach(chip -> chip.setDisable(!head().isOpen()));
    values.setManaged(!texts.isEmpty());
  }

  private Button chip(String text, int index) {
    var chip = new Button(text.isEmpty() ? "\u201c\u201d" : text);
    chip.setGraphic(Icon.FAIL.node());
    chip.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    chip.getStyleClass().add("form-chip");
    chip.setUserData(text);
    chip.setAccessibleText(Words.of("form.drop", text));
    chip.setOnAction(e -> model().make(head().at().item(index), Items::remove));
    tell(chip);
    chip.setAccessibleText(Words.of("form.drop", text));
    return chip;
  }

  private void boxes() {
    var words = new ArrayList<>(words());
    several().texts().stream().filter(text -> !words.contains(text)).forEach(words::add);
    var shown = values.getChildren().stream().map(Node::getUserData).toList();
    if (!shown.equals(words)) {
      values.getChildren().setAll(words.stream().map(this::box).toList());
    }
    for (var node : values.getChildren()) {
      if (node instanceof CheckBox box) {
        box.setSelected(several().texts().contains(String.valueOf(box.getUserData())));
        box.setDisable(!head().isOpen());
      }
    }
  }

  private CheckBox box(String word) {
    var days = List.of(Words.of("form.days").split(" ", -1));
    boolean day = isDays() && DAYS.contains(word);
    var box = new CheckBox(day ? days.get(DAYS.indexOf(word)) : word);
    box.setUserData(word);
    box.setId(id("") + "-" + word);
    tell(box);
    box.setAccessibleText(words(head().name()) + ": " + box.getText());
    box.setOnAction(e -> {
      if (box.isSelected()) {
        value(word).ifPresent(value -> model().make(head().at(), Items.put(word, value)));
      } else {
        model().make(head().at(), Items.drop(word));
      }
    });
    return box;
  }
}
