package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.editors.form.Field;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Where;
import dev.agentsafe.editors.schema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Where a new key of a mapping is typed whose keys authors choose, with its value; FX thread. */
final class KeyRow {
  private final FieldRow head;
  private final ComboBox<String> key = new ComboBox<>();
  private final ComboBox<String> type = new ComboBox<>();
  private final TextField value = new TextField();
  private final HBox row;

  /**
   * Below the fields of that mapping.
   *
   * @param tell says what a control is, where it has the keyboard
   */
  KeyRow(FieldRow head, Consumer<Control> tell) {
    this.head = head;
    key.setEditable(true);
    key.setMaxWidth(Double.MAX_VALUE);
    key.setId(head.id("key-"));
    key.setPromptText(Words.of("form.key"));
    tell.accept(key);
    value.setId(head.id("value-"));
    value.setPromptText(Words.of("form.value"));
    tell.accept(value);
    value.setAccessibleText(Words.of("form.value"));
    value.setOnAction(e -> enter());
    type.setId(head.id("type-"));
    type.getItems().setAll(words());
    type.getSelectionModel().select(0);
    tell.accept(type);
    type.setAccessibleText(Words.of("form.type"));
    type.setMinWidth(Control.USE_PREF_SIZE);
    type.valueProperty().subscribe(now -> value.setDisable(kind().isEmpty()));
    var add = new Button(Words.of("form.add"));
    add.setId(head.id("enter-"));
    add.setMinWidth(Control.USE_PREF_SIZE);
    add.getStyleClass().add("form-small");
    add.setOnAction(e -> enter());
    var parts = new ArrayList<Node>(List.of(key));
    if (isLoose()) {
      parts.add(type);
    }
    if (isLoose() || fixed().isPresent()) {
      parts.add(value);
    }
    parts.add(add);
    row = Section.row(parts.toArray(Node[]::new));
    HBox.setHgrow(key, Priority.ALWAYS);
    HBox.setHgrow(value, Priority.ALWAYS);
  }

  /** As it is shown. */
  Node node() {
    return row;
  }

  private Shape free() {
    return head.head().shape().fields().free().orElse(Shape.ANY);
  }

  private boolean isLoose() {
    return free().values().types().isEmpty();
  }

  /** What kind all values are of; empty where they are of several, or lists or mappings. */
  private Optional<Field.Kind> fixed() {
    var values = free().values();
    if (values.types().contains(Shape.Type.TEXT)) {
      return Optional.of(Field.Kind.TEXT);
    }
    if (values.types().contains(Shape.Type.FLAG)) {
      return Optional.of(Field.Kind.FLAG);
    }
    if (values.types().contains(Shape.Type.NUMBER)) {
      return Optional.of(Field.Kind.NUMBER);
    }
    return values.types().contains(Shape.Type.INTEGER)
        ? Optional.of(Field.Kind.INTEGER)
        : Optional.empty();
  }

  private static List<String> words() {
    return List.of(Words.of("form.types").split("\\|", -1));
  }

  /** The kind that is chosen; empty where it is a list or a mapping. */
  private Optional<Field.Kind> kind() {
    if (!isLoose()) {
      return fixed();
    }
    return switch (type.getSelectionModel().getSelectedIndex()) {
      case 0 -> Optional.of(Field.Kind.TEXT);
      case 1 -> Optional.of(Field.Kind.NUMBER);
      case 2 -> Optional.of(Field.Kind.FLAG);
      default -> Optional.empty();
    };
  }

  private Value empty() {
    boolean list =
        isLoose()
            ? type.getSelectionModel().getSelectedIndex() == 3
            : free().values().types().contains(Shape.Type.LIST);
    return list ? new Value.Items(List.of()) : Value.EMPTY;
  }

  private void enter() {
    var typed = key.getEditor().getText().strip();
    if (typed.isEmpty()) {
      return;
    }
    var kind = kind();
    var given = kind.isPresent() ? Typed.value(kind.get(), value.getText()) : Optional.of(empty());
    given.ifPresentOrElse(
        now -> enter(new Entering(Items.enter(typed, now), value.getText())),
        () -> head.model().say(Typed.refusal(kind.orElse(Field.Kind.TEXT), value.getText())));
  }

  /** A new key with its value, as they were typed: where it comes to nothing they are again. */
  private final class Entering implements FormChanges.Wording {
    private final FormChanges.Wording entering;
    private final String name = key.getEditor().getText();
    private final String given;

    Entering(FormChanges.Wording entering, String given) {
      this.entering = entering;
      this.given = given;
    }

    @Override
    public FormChanges.Asked of(Form now, Where at) {
      return entering.of(now, at);
    }

    @Override
    public void refused(Where at) {
      boolean isFree = key.getEditor().getText().isEmpty() && value.getText().isEmpty();
      // The row serves for other records too, and somebody may have typed the next key.
      if (isFree && head.head().at().equals(at)) {
        key.getEditor().setText(name);
        value.setText(given);
      }
    }
  }

  /** What is refused stays typed. */
  private void enter(FormChanges.Wording entering) {
    var model = head.model();
    var at = head.head().at();
    var asked = model.page().get().map(page -> entering.of(page.form(), at));
    if (asked.orElse(null) instanceof FormChanges.Asked.Not(var why)) {
      model.say(why);
      return;
    }
    key.getEditor().clear();
    value.clear();
    model.make(at, entering);
  }

  /** Offers these keys. */
  void show(List<String> names, boolean open) {
    if (!key.getItems().equals(names)) {
      key.getItems().setAll(names);
    }
    row.setDisable(!open);
  }
}
