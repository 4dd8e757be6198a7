package dev.agentsafe.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Scene;

/** How all windows look; belongs to the screen. */
public final class Theme {
  /** Font scales on offer, smallest to largest; 1 is the design's own. */
  public static final double SMALLEST = 0.8;

  /** The largest font scale. */
  public static final double LARGEST = 1.6;

  private static final double BASE = 13;
  private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

  private final ObjectProperty<Look> look = new SimpleObjectProperty<>(this, "look", Look.SYSTEM);
  private final DoubleProperty scale = new SimpleDoubleProperty(this, "scale", 1);

  /** Light or dark. */
  public ObjectProperty<Look> look() {
    return look;
  }

  /** How large texts are, from {@link #SMALLEST} to {@link #LARGEST}. */
  public DoubleProperty scale() {
    return scale;
  }

  /** Makes texts larger or smaller by so many steps; none is back to 1. */
  public void zoom(int steps) {
    var next = steps == 0 ? 1 : scale.get() + steps * 0.1;
    scale.set(Math.clamp(Math.round(next * 10) / 10.0, SMALLEST, LARGEST));
  }

  /** Dresses a window, and keeps it so while look and scale change. */
  public void dress(Scene scene) {
    Fonts.load();
    var sheet = Objects.requireNonNull(Theme.class.getResource("console.css")).toExternalForm();
    scene.getStylesheets().add(sheet);
    Runnable paint = () -> paint(scene);
    look.subscribe(paint);
    scale.subscribe(paint);
    Platform.getPreferences().colorSchemeProperty().subscribe(paint);
    paint.run();
  }

  private void paint(Scene scene) {
    var dark =
        switch (look.get()) {
          case LIGHT -> false;
          case DARK -> true;
          case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    scene.setUserAgentStylesheet(
        (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
    scene.getRoot().pseudoClassStateChanged(DARK, dark);
    scene.getRoot().setStyle("-fx-font-size: %spx;".formatted(BASE * scale.get()));
  }
}
