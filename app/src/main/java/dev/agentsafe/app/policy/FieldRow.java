package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.editors.form.Field;
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
    show();
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

  /** The name in front of what is changed. */
  final Label name(Node of) {
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
