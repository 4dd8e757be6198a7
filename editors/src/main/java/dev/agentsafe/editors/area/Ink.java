package dev.agentsafe.editors.area;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Shape;
import javafx.scene.text.Text;

/**
 * The type and the colours of a text, taken from the style sheet once for each look; FX thread
 * only.
 *
 * <p>Style sheets are what a new node costs most. Here one empty text for each style is in the
 * scene, out of sight, with the style class {@code ink-} and the style's name, and what it got is
 * given to everything that is drawn in that style, at once and not with the next pulse.
 */
final class Ink extends Pane {
  /** The caret itself. */
  static final String CARET = "text-caret";

  /** The line that has the caret. */
  static final String CARET_LINE = "caret-line";

  /** What is selected. */
  static final String SELECTION = "selection-highlight";

  private final Map<String, Text> probes = new HashMap<>();
  private final Text plain = new Text();
  private final Runnable changed;
  private Type type;

  /**
   * Type and colours as they are where this is put into a scene.
   *
   * @param styles which there are besides those of the area itself
   * @param changed hears that they are others now
   */
  Ink(List<String> styles, Runnable changed) {
    this.changed = changed;
    setManaged(false);
    setMouseTransparent(true);
    setFocusTraversable(false);
    getChildren().add(plain);
    type = Type.of(plain.getFont());
    plain
        .fontProperty()
        .subscribe(font -> {
          type = Type.of(font);
          changed.run();
        });
    List.of(CARET, CARET_LINE, SELECTION).forEach(this::probe);
    styles.forEach(this::probe);
  }

  private void probe(String style) {
    var probe = new Text();
    probe.getStyleClass().add("ink-" + style);
    probe.setStroke(null);
    getChildren().add(probe);
    probes.put(style, probe);
    probe.fillProperty().subscribe(fill -> changed.run());
    probe.strokeProperty().subscribe(stroke -> changed.run());
  }

  Type type() {
    return type;
  }

  /** Has that text look so. */
  void dress(Text text, String style) {
    var probe = probes.getOrDefault(style, plain);
    text.setFill(probe.getFill());
  }

  /** Has that shape look so, and be found by the name of the style. */
  void dress(Shape shape, String style) {
    var probe = probes.getOrDefault(style, plain);
    shape.setFill(probe.getFill() == null ? Color.TRANSPARENT : probe.getFill());
    shape.setStroke(probe.getStroke());
    shape.setStrokeWidth(probe.getStrokeWidth());
    if (!shape.getStyleClass().contains(style)) {
      shape.getStyleClass().setAll(style);
    }
  }
}
