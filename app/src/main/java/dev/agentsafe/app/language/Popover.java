package dev.agentsafe.app.language;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.event.EventHandler;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * A layer above a screen on which one small panel at a time floats beside a place; FX thread only.
 *
 * <p>It is part of the window and no window of its own, so that the keyboard stays where it is.
 */
public final class Popover extends Pane {
  private static final double GAP = 3;
  private static final double EDGE = 8;

  private Optional<Region> panel = Optional.empty();
  private Supplier<Rectangle2D> beside = () -> Rectangle2D.EMPTY;
  private Runnable closed = () -> {};
  private final EventHandler<MouseEvent> elsewhere = this::pressed;

  /** A layer with nothing on it. */
  public Popover() {
    setPickOnBounds(false);
    sceneProperty().subscribe(this::watch);
  }

  private void watch(@Nullable Scene was, @Nullable Scene now) {
    if (was != null) {
      was.removeEventFilter(MouseEvent.MOUSE_PRESSED, elsewhere);
    }
    if (now != null) {
      now.addEventFilter(MouseEvent.MOUSE_PRESSED, elsewhere);
    }
  }

  private void pressed(MouseEvent event) {
    if (event.getTarget() instanceof Node node && !isInside(node)) {
      hide();
    }
  }

  private boolean isInside(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (panel.filter(at::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Shows a panel below a place of a page, or above it where there is more room, in the place of
   * another panel.
   *
   * @param whenClosed done once it does not show any more, whoever closed it
   */
  void show(Region shown, Page page, int offset, Runnable whenClosed) {
    if (panel.filter(shown::equals).isEmpty()) {
      hide();
      panel = Optional.of(shown);
      getChildren().setAll(shown);
    }
    closed = whenClosed;
    beside = () -> beside(page, offset);
    requestLayout();
  }

  /** Where a place of a page is, or the page's beginning where that is out of sight. */
  private Rectangle2D beside(Page page, int offset) {
    var onScreen = page.boundsOnScreen(offset).map(this::screenToLocal);
    if (onScreen.isPresent()) {
      var here = onScreen.get();
      return new Rectangle2D(
          Math.max(0, here.getMinX()),
          Math.max(0, here.getMinY()),
          0,
          Math.max(0, here.getHeight()));
    }
    var whole = screenToLocal(page.node().localToScreen(page.node().getLayoutBounds()));
    return whole == null
        ? Rectangle2D.EMPTY
        : new Rectangle2D(Math.max(0, whole.getMinX()), Math.max(0, whole.getMinY()), 0, 0);
  }

  /** Whether anything is showing. */
  boolean isBusy() {
    return panel.isPresent();
  }

  /** Whether that panel is showing. */
  boolean shows(Region wanted) {
    return panel.filter(wanted::equals).isPresent();
  }

  /** Closes what is showing. */
  public void hide() {
    if (panel.isPresent()) {
      panel = Optional.empty();
      getChildren().clear();
      var then = closed;
      closed = () -> {};
      then.run();
    }
  }

  @Override
  protected void layoutChildren() {
    panel.ifPresent(shown -> {
      var place = beside.get();
      double width = Math.min(shown.prefWidth(-1), getWidth() - 2 * EDGE);
      double below = getHeight() - place.getMaxY() - GAP - EDGE;
      double above = place.getMinY() - GAP - EDGE;
      double wanted = shown.prefHeight(width);
      boolean isBelow = wanted <= below || below >= above;
      double height = Math.min(wanted, isBelow ? below : above);
      double x = Math.clamp(place.getMinX(), EDGE, Math.max(EDGE, getWidth() - width - EDGE));
      double y = isBelow ? place.getMaxY() + GAP : place.getMinY() - GAP - height;
      shown.resizeRelocate(snapPositionX(x), snapPositionY(y), width, height);
    });
  }
}
