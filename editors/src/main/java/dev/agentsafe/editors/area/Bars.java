package dev.agentsafe.editors.area;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;

/** The bars that say where a view is scrolled to, and scroll it; FX thread only. */
final class Bars {
  private final View view;
  private final Ink ink;
  private final ScrollBar down = bar(Orientation.VERTICAL);
  private final ScrollBar across = bar(Orientation.HORIZONTAL);
  private boolean isTold;

  Bars(View view, Ink ink) {
    this.view = view;
    this.ink = ink;
    down.valueProperty()
        .subscribe(to -> {
          if (!isTold) {
            view.scrollTo(to.doubleValue());
          }
        });
    across
        .valueProperty()
        .subscribe(to -> {
          if (!isTold) {
            view.scrollAcross(to.doubleValue());
          }
        });
  }

  private static ScrollBar bar(Orientation orientation) {
    var bar = new ScrollBar();
    bar.setOrientation(orientation);
    bar.setManaged(false);
    bar.setFocusTraversable(false);
    return bar;
  }

  ScrollBar down() {
    return down;
  }

  ScrollBar across() {
    return across;
  }

  /** Says where the view is now. */
  void tell() {
    isTold = true;
    try {
      double line = ink.type().height();
      double last = view.scroll().last(view.getHeight(), line);
      double rows = Math.max(1, view.strips().last().row() + 1.0);
      set(down, last, view.scroll().row(line), Math.max(0, rows - last) / rows * last);
      down.setUnitIncrement(1);
      down.setBlockIncrement(Math.max(1, view.fit() - 1));
      double beyond = Math.max(0, view.contentWidth() - view.getWidth());
      set(
          across,
          beyond,
          view.scroll().shift(),
          beyond * view.getWidth() / (beyond + view.getWidth()));
      across.setUnitIncrement(4 * ink.type().advance());
      across.setBlockIncrement(view.getWidth() / 2);
    } finally {
      isTold = false;
    }
  }

  /** Whether the text is wider than what is in sight. */
  boolean isWide() {
    return across.getMax() > 0;
  }

  private static void set(ScrollBar bar, double last, double at, double visible) {
    bar.setVisible(last > 0);
    bar.setMax(last);
    bar.setVisibleAmount(visible);
    bar.setValue(Math.min(at, last));
  }
}
