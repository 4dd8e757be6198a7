package dev.agentsafe.editors.area;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.Shape;
import javafx.util.Duration;

/** The caret, which blinks while the area has the keyboard; FX thread only. */
final class Caret extends Pane {
  private static final Duration HALF = Duration.millis(530);

  private final Rectangle shape = new Rectangle();
  private final Timeline blink =
      new Timeline(
          new KeyFrame(HALF, e -> turn(false)), new KeyFrame(HALF.multiply(2), e -> turn(true)));
  private boolean isSeen;
  private boolean isActive;

  Caret() {
    setManaged(false);
    setMouseTransparent(true);
    shape.setManaged(false);
    shape.setSmooth(false);
    getChildren().add(shape);
    blink.setCycleCount(Animation.INDEFINITE);
    setVisible(false);
  }

  Shape shape() {
    return shape;
  }

  /** Whether it is shown and blinks at all. */
  void active(boolean active) {
    isActive = active;
    begin();
  }

  /** Whether its place is in sight. */
  void inSight(boolean seen) {
    if (seen != isSeen) {
      isSeen = seen;
      begin();
    }
  }

  /** Puts it there; one that has moved is visible first. */
  void place(double x, double y, double width, double height) {
    boolean isMoved = x != shape.getX() || y != shape.getY();
    shape.setX(x);
    shape.setY(y);
    shape.setWidth(width);
    shape.setHeight(height);
    if (isMoved) {
      begin();
    }
  }

  /** Is visible now, whenever it was to blink. */
  void restart() {
    begin();
  }

  private void begin() {
    setVisible(isSeen && isActive);
    if (isSeen && isActive) {
      blink.playFromStart();
    } else {
      blink.stop();
    }
  }

  private void turn(boolean isOn) {
    setVisible(isOn && isSeen && isActive);
  }
}
