package dev.agentsafe.app.display;

import dev.agentsafe.app.theme.Icon;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Says what would appear here, and how to make it appear. */
public final class Empty extends VBox {

  /** An empty state. */
  public Empty(Icon icon, String what, String how) {
    getStyleClass().add("empty");
    var title = new Label(what);
    title.getStyleClass().add("empty-title");
    getChildren().addAll(icon.node(), title, Section.text(how, "muted", "empty-how"));
    setAccessibleText(what + " " + how);
  }
}
