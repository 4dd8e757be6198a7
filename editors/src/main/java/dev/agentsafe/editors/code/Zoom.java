package dev.agentsafe.editors.code;

import java.util.Locale;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/** How much larger the text of an area is than that of the window around it; FX thread only. */
final class Zoom {
  private static final int SMALLEST = -5;
  private static final int LARGEST = 12;
  private static final double STEP = 1.1;

  private final Region area;
  private int steps;

  Zoom(Region area) {
    this.area = area;
    area.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
  }

  /** So many steps larger or smaller; 0 as large as the window's. */
  void by(int more) {
    steps = more == 0 ? 0 : Math.clamp(steps + more, SMALLEST, LARGEST);
    area.setStyle(
        steps == 0
            ? ""
            : String.format(Locale.ROOT, "-fx-font-size: %.3fem", Math.pow(STEP, steps)));
  }

  private void scrolled(ScrollEvent event) {
    if (event.isShortcutDown() && event.getDeltaY() != 0) {
      by(event.getDeltaY() > 0 ? 1 : -1);
      event.consume();
    }
  }
}
