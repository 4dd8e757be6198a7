package dev.agentsafe.app.display;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Names and values in two columns. */
public final class FieldGrid extends GridPane {
  private int rows;

  /** An empty one. */
  public FieldGrid() {
    getStyleClass().add("fields");
    var names = new ColumnConstraints();
    names.setMinWidth(110);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    getColumnConstraints().addAll(names, values);
  }

  /** Adds a line with a text. */
  public FieldGrid line(String name, String value) {
    return line(name, Section.text(value));
  }

  /** Adds a line with a text in the monospace font. */
  public FieldGrid code(String name, String value) {
    return line(name, Section.code(value));
  }

  /** Adds a line whose name is a node as well. */
  public FieldGrid row(Node name, Node value) {
    GridPane.setValignment(name, VPos.TOP);
    add(name, 0, rows);
    add(value, 1, rows++);
    return this;
  }

  /** Adds a line with any value. */
  public FieldGrid line(String name, Node value) {
    var label = new Label(name);
    label.getStyleClass().add("field-name");
    GridPane.setValignment(label, VPos.TOP);
    label.setLabelFor(value);
    add(label, 0, rows);
    add(value, 1, rows++);
    return this;
  }
}
