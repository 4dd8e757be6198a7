package dev.agentsafe.app.display;

import javafx.scene.control.TitledPane;

/** A long text that opens on demand. */
public final class RawText extends TitledPane {

  /** A closed part with that title and text. */
  public RawText(String title, String text) {
    setText(title);
    setContent(Section.code(text));
    setExpanded(false);
    setAccessibleText(title);
    setAnimated(false);
    getStyleClass().addAll("raw", "dense");
  }
}
