package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.editors.form.Field;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** A line of a form; FX thread only. */
abstract class FieldRow extends HBox {
  private static final double INDENT = 14;

  private final FieldPane.Ways ways;
  private FormDesk.Entry entry;
  private Optional<NameField> naming = Optional.empty();

  FieldRow(FormDesk.Entry entry, FieldPane.Ways ways) {
    this.entry = entry;
    this.ways = ways;
    getStyleClass().add("form-row");
    setAlignment(Pos.TOP_LEFT);
    setMinWidth(0);
  }

  /** Shows what the text says now; what is being typed here stays. */
  abstract void show();

  /** Shows what the text says, whatever was typed here. */
  void reset() {
    show();
  }

  /** Makes a change of what was typed here and is in no text yet. */
  void commit() {}

  final void show(FormDesk.Entry now) {
    entry = now;
    naming.ifPresent(NameField::show);
    show();
  }

  /** Shows what the text says, key and value. */
  final void back() {
    naming.ifPresent(NameField::reset);
    reset();
  }

  /** Makes changes of what was typed here, key and value. */
  final void settle() {
    naming.ifPresent(NameField::commit);
    commit();
  }

  /** The keyboard comes back to the key once a change is in the text that gives it that name. */
  final void keep(String name) {
    ways.keep().accept(head().at().parent().key(name));
  }

  /** Somebody went elsewhere with the keyboard: it stays there. */
  final void forget() {
    ways.forget().run();
  }

  /** Gives the keyboard to the key, where it can be typed. */
  final void focusName() {
    naming.ifPresent(Node::requestFocus);
  }

  final FormDesk.Entry entry() {
    return entry;
  }

  final Field.Head head() {
    return entry.field().head();
  }

  final FormViewModel model() {
    return ways.model();
  }

  /** How deep it is in what is shown. */
  final void indent(int depth) {
    setStyle("-fx-padding: 0 0 0 " + (depth * INDENT) + "px;");
  }

  /** The name of a field, in words. */
  static String words(String key) {
    return key.replace('_', ' ');
  }

  /** The id of a control, by which tests and styles find it. */
  final String id(String what) {
    return "form-" + what + head().at().pattern().replaceAll("[^A-Za-z0-9_]+", "-");
  }

  /** Where the key can be given another name; empty where it is one that the schema names. */
  final Optional<NameField> naming() {
    if (naming.isEmpty() && head().named()) {
      naming = Optional.of(new NameField(this));
    }
    return naming;
  }

  /** What moves the entry among those whose keys are chosen too; nothing where its key is not. */
  final List<Node> moves() {
    return naming()
        .map(field ->
            List.<Node>of(
                new HBox(
                    small(Icon.RISK_HIGH, Words.of("form.up"), () -> field.move(-1)),
                    small(Icon.RISK_LOW, Words.of("form.down"), () -> field.move(1)))))
        .orElse(List.of());
  }

  /** The name in front of what is changed. */
  final Node name(Node of) {
    return naming().<Node>map(field -> field).orElseGet(() -> label(of));
  }

  /** The name in front of what cannot be renamed here. */
  final Label label(Node of) {
    var label = new Label(words(head().name()));
    label.getStyleClass().add("field-name");
    label.setWrapText(true);
    label.setLabelFor(of);
    if (!head().meaning().isEmpty()) {
      label.setTooltip(new Tooltip(head().meaning()));
    }
    return label;
  }

  /** Says what a control is, and its meaning where it has the keyboard. */
  final void tell(Control control) {
    control.setAccessibleText(words(head().name()));
    control.setAccessibleHelp(head().meaning());
    control.setMinWidth(0);
    control
        .focusedProperty()
        .subscribe(focused -> {
          if (focused) {
            ways.help().accept(head());
          }
        });
  }

  /** A small button with an icon and a name that is read aloud. */
  final Button small(Icon icon, String name, Runnable action) {
    var button = new Button();
    button.setGraphic(icon.node());
    button.getStyleClass().addAll("flat", "form-small");
    button.setAccessibleText(name + ": " + words(head().name()));
    button.setTooltip(new Tooltip(name));
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    return button;
  }

  /** What takes the key away; there where something may be taken away. */
  final Button clear() {
    return small(Icon.FAIL, Words.of("form.clear"), () -> model().clear(head().at()));
  }

  final void clearShown(Button clear) {
    boolean may = head().present() && !head().required() && head().isOpen();
    clear.setVisible(may);
  }

  /** What it is when nothing is given. */
  final String leftOut() {
    return head()
        .fallback()
        .map(fallback -> Words.of("form.fallback", fallback))
        .orElseGet(() -> Words.of("form.absent"));
  }

  static void grow(Node node) {
    HBox.setHgrow(node, Priority.ALWAYS);
  }
}
