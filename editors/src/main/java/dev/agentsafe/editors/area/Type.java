package dev.agentsafe.editors.area;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * The type that a text is set in; immutable.
 *
 * @param font what it is
 * @param height of a line, in whole pixels
 * @param baseline how far below the top of a line its letters stand
 * @param advance how wide a letter is, all of them being alike
 */
public record Type(Font font, double height, double baseline, double advance) {
  private static final int LETTERS = 50;

  /** Blanks that a tab stands for at most. */
  static final int TAB = 2;

  static Type of(Font font) {
    var sample = new Text("0".repeat(LETTERS));
    sample.setFont(font);
    var bounds = sample.getLayoutBounds();
    return new Type(
        font,
        Math.max(1, Math.ceil(bounds.getHeight())),
        sample.getBaselineOffset(),
        Math.max(1, bounds.getWidth() / LETTERS));
  }
}
