package dev.agentsafe.editors.code;

import dev.agentsafe.editors.area.Beside.Place;
import dev.agentsafe.editors.area.Type;
import java.util.List;
import java.util.OptionalInt;
import javafx.scene.control.Button;
import javafx.scene.shape.SVGPath;

/**
 * A bulb beside the one line, if any, about which something can be done by itself; FX thread only.
 *
 * <p>It never has the keyboard: whoever types has a key for the same.
 */
final class Bulb extends Button {
  private static final double DRAWN = 16;
  private static final double ASIDE = 2;

  private final Around around;
  private final SVGPath shape = new SVGPath();
  private OptionalInt line = OptionalInt.empty();

  /** None is there. */
  Bulb(Around around) {
    this.around = around;
    shape.setContent(
        "M8 1a5 5 0 0 0-3 9c.6.5 1 1.2 1 2h4c0-.8.4-1.5 1-2a5 5 0 0 0-3-9z"
            + "M6 12.8h4v1H6zM6.6 14.5h2.8v.9H6.6z");
    shape.getStyleClass().setAll("gutter-bulb-shape");
    setGraphic(shape);
    getStyleClass().setAll("gutter-bulb");
    setId("gutter-bulb");
    setManaged(false);
    setVisible(false);
    setFocusTraversable(false);
  }

  /** How much room it has, whether or not it is there. */
  static double width(Type type) {
    return Math.ceil(type.height() * 0.75) + ASIDE;
  }

  /**
   * Is beside that line, counted from 1, or nowhere.
   *
   * @return whether that is another place than before
   */
  boolean offer(OptionalInt wanted, Runnable chosen) {
    setOnAction(e -> chosen.run());
    boolean isOther = !wanted.equals(line);
    line = wanted;
    if (isOther && line.isPresent()) {
      setAccessibleText(says());
    }
    return isOther;
  }

  /** What it says of itself. */
  String says() {
    return around.words(Phrase.FIXES, String.valueOf(line.orElse(0)));
  }

  /** Whether it stands there. */
  boolean isAt(int row, double x) {
    return isVisible() && line.orElse(0) == row + 1 && x < getLayoutX() + getWidth();
  }

  /** Stands where its line is, where that is in sight. */
  void place(List<Place> places, Type type) {
    var there = places.stream().filter(place -> place.row() + 1 == line.orElse(0)).findFirst();
    setVisible(there.isPresent());
    there.ifPresent(place -> {
      double size = width(type) - ASIDE;
      shape.setScaleX(size / DRAWN);
      shape.setScaleY(size / DRAWN);
      resizeRelocate(ASIDE, place.y() + (type.height() - size) / 2, size, size);
    });
  }
}
