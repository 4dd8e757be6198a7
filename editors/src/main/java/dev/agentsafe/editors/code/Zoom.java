package dev.agentsafe.editors.code;

import java.util.Locale;
import javafx.scene.input.ScrollEvent;
import jfx.incubator.scene.control.richtext.CodeArea;

/** How much larger the text of an area is than that of the window around it; FX thread only. */
final class Zoom {
  private static final int SMALLEST = -5;
  private static final int LARGEST = 12;
  private static final double STEP = 1.1;

  private final CodeArea area;
  private final Runnable changed;
  private int steps;

  Zoom(CodeArea area, Runnable changed) {
    this.area = area;
    this.changed = changed;
    area.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
  }

  /** So many steps larger or smaller; 0 as large as the window's. */
  void by(int more) {
    steps = more == 0 ? 0 : Math.clamp(steps + more, SMALLEST, LARGEST);
    area.setStyle(
        steps == 0
            ? ""
            : String.format(Locale.ROOT, "-fx-font-size: %.3fem", Math.pow(STEP, steps)));
    changed.run();
  }

  private void scrolled(ScrollEvent event) {
    if (event.isShortcutDown() && event.getDeltaY() != 0) {
      by(event.getDeltaY() > 0 ? 1 : -1);
      event.consume();
    }
  }
}
