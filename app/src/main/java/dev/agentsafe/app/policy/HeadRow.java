package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.editors.form.Field;
import java.util.ArrayList;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

/** What stands above the fields of a mapping, of a list, or of one of its items; FX thread only. */
final class HeadRow extends FieldRow {
  private final Button fold = new Button();
  private final Label state = new Label();
  private final Button clear = clear();
  private final Optional<KeyRow> newKey;

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
    newKey = free ? Optional.of(new KeyRow(this, this::tell)) : Optional.empty();
    if (entry.field() instanceof Field.Rows) {
      var title = new Label(words(head().name()));
      title.getStyleClass().add("form-title");
      parts.add(naming().<Node>map(field -> field).orElse(title));
      parts.addAll(java.util.List.of(state, Section.spring()));
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
      parts.add(fold);
      naming().ifPresent(parts::add);
      parts.addAll(java.util.List.of(state, Section.spring()));
    }
    if (isItem()) {
      parts.add(small(Icon.RISK_HIGH, Words.of("form.up"), () -> move(-1)));
      parts.add(small(Icon.RISK_LOW, Words.of("form.down"), () -> move(1)));
      parts.add(
          small(
              Icon.FAIL, Words.of("form.remove"), () -> model().make(head().at(), Items::remove)));
    } else {
      parts.addAll(moves());
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

  /** Where a new key is typed; empty where keys are not free. */
  Optional<Node> newKey() {
    return newKey.map(KeyRow::node);
  }

  @Override
  void show() {
    var name = isItem() ? (index() + 1) + "  " + head().name() : words(head().name());
    fold.setText(naming().isPresent() ? "" : name);
    fold.setGraphic((entry().shown() ? Icon.RISK_LOW : Icon.CHEVRON).node());
    fold.setAccessibleText(
        entry().shown() ? Words.of("form.hide", name) : Words.of("form.show", name));
    state.setText(
        entry().field() instanceof Field.Rows rows
            ? rows.titles().isEmpty() ? leftOut() : ""
            : head().present() ? "" : leftOut());
    clearShown(clear);
    newKey.ifPresent(row -> row.show(entry().names(), head().isOpen()));
  }
}
