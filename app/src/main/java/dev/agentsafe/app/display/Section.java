package dev.agentsafe.app.display;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A titled part of a detail. */
public final class Section extends VBox {

  /** A part with that title and contents. */
  public Section(String title, Node... contents) {
    getStyleClass().add("section");
    setMinWidth(0);
    var head = new Label(title);
    head.getStyleClass().add("section-title");
    getChildren().add(head);
    getChildren().addAll(contents);
  }

  /** Nodes in a row that wraps nothing. */
  public static HBox row(Node... nodes) {
    var row = new HBox(nodes);
    row.getStyleClass().add("row");
    return row;
  }

  /** What pushes the rest of a row to its end. */
  public static Region spring() {
    var spring = new Region();
    HBox.setHgrow(spring, javafx.scene.layout.Priority.ALWAYS);
    return spring;
  }

  /** A text that wraps. */
  public static Label text(String text, String... styles) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.setMinWidth(0);
    label.getStyleClass().addAll(styles);
    return label;
  }

  /** A text in the monospace font that wraps. */
  public static Label code(String text, String... styles) {
    var label = text(text, styles);
    label.getStyleClass().add("mono");
    return label;
  }
}
