package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.editors.form.Field;
import java.util.ArrayList;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** What stands above the fields of a mapping, of a list, or of one of its items; FX thread only. */
final class HeadRow extends FieldRow {
  private final Button fold = new Button();
  private final Label state = new Label();
  private final Button clear = clear();
  private final Optional<ComboBox<String>> newKey;
  private final Optional<VBox> entering;

  HeadRow(FormDesk.Entry entry, FieldPane.Ways ways) {
    super(entry, ways);
    getStyleClass().add("form-head");
    setAlignment(Pos.CENTER_LEFT);
    fold.getStyleClass().addAll("flat", "form-fold");
    fold.setId(id("fold-"));
    fold.setMinWidth(0);
    fold.setOnAction(e -> model().fold(head().at()));
    tell(fold);
    state.getStyleClass().add("muted");
    var parts = new ArrayList<Node>();
    boolean free = head().shape().fields().free().isPresent();
    newKey = free ? Optional.of(key()) : Optional.empty();
    entering = newKey.map(this::entering);
    if (entry.field() instanceof Field.Rows) {
      var title = new Label(words(head().name()));
      title.getStyleClass().add("form-title");
      parts.addAll(java.util.List.of(title, state, Section.spring()));
      var add = new Button(Words.of("form.add"));
      add.getStyleClass().add("form-small");
      add.setId(id("add-"));
      add.setMinWidth(USE_PREF_SIZE);
      add.setDisable(!head().isOpen());
      add.setOnAction(e -> model().add(head().at()));
      tell(add);
      add.setAccessibleText(Words.of("form.add.to", words(head().name())));
      parts.add(add);
    } else {
      parts.addAll(java.util.List.of(fold, state, Section.spring()));
    }
    if (isItem()) {
      parts.add(small(Icon.RISK_HIGH, Words.of("form.up"), () -> move(-1)));
      parts.add(small(Icon.RISK_LOW, Words.of("form.down"), () -> move(1)));
      parts.add(
          small(
              Icon.FAIL, Words.of("form.remove"), () -> model().make(head().at(), Items::remove)));
    } else {
      parts.add(clear);
    }
    getChildren().addAll(parts);
    show();
  }

  private boolean isItem() {
    return head().at().index().isPresent();
  }

  private int index() {
    return head().at().index().orElse(0);
  }

  private void move(int by) {
    model().make(head().at(), Items.moved(by));
  }

  private ComboBox<String> key() {
    var box = new ComboBox<String>();
    box.setEditable(true);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setId(id("key-"));
    box.setPromptText(Words.of("form.key"));
    tell(box);
    return box;
  }

  private VBox entering(ComboBox<String> key) {
    var value = new TextField();
    value.setPromptText(Words.of("form.value"));
    value.setAccessibleText(Words.of("form.value"));
    value.setMinWidth(0);
    Runnable enter =
        () -> {
          var typed = key.getEditor().getText().strip();
          if (!typed.isEmpty()) {
            boolean text =
                head()
                    .shape()
                    .fields()
                    .free()
                    .orElseThrow()
                    .values()
                    .allows(dev.agentsafe.editors.schema.Shape.Type.TEXT);
            model().set(head().at().key(typed), text ? Value.of(value.getText()) : Value.EMPTY);
            key.getEditor().clear();
            value.clear();
          }
        };
    value.setOnAction(e -> enter.run());
    var add = new Button(Words.of("form.add"));
    add.setMinWidth(USE_PREF_SIZE);
    add.getStyleClass().add("form-small");
    add.setOnAction(e -> enter.run());
    var row = Section.row(key, value, add);
    grow(key);
    grow(value);
    return new VBox(row);
  }

  /** Where a new key is typed; empty where keys are not free. */
  Optional<Node> newKey() {
    return entering.map(node -> node);
  }

  @Override
  void show() {
    fold.setText(isItem() ? (index() + 1) + "  " + head().name() : words(head().name()));
    fold.setGraphic((entry().shown() ? Icon.RISK_LOW : Icon.CHEVRON).node());
    fold.setAccessibleText(
        entry().shown()
            ? Words.of("form.hide", fold.getText())
            : Words.of("form.show", fold.getText()));
    state.setText(
        entry().field() instanceof Field.Rows rows
            ? rows.titles().isEmpty() ? leftOut() : ""
            : head().present() ? "" : leftOut());
    clearShown(clear);
    newKey.ifPresent(box -> {
      if (!box.getItems().equals(entry().names())) {
        box.getItems().setAll(entry().names());
      }
    });
    entering.ifPresent(node -> node.setDisable(!head().isOpen()));
  }
}
