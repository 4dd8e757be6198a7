package dev.agentsafe.editors.code;

import dev.agentsafe.editors.language.YamlLine;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import jfx.incubator.scene.control.richtext.model.StyleAttributeMap;

/**
 * The colours of kinds of text, taken from the style sheet once for each look; FX thread only.
 *
 * <p>The area looks up a style class for each piece of each line anew, which is most of what a
 * keystroke costs. Here one empty text of each class is in the scene, out of sight, and its colour
 * is given to all.
 */
final class Ink extends Pane {
  private final Map<YamlLine.Kind, StyleAttributeMap> colours = new EnumMap<>(YamlLine.Kind.class);

  /**
   * The colours as they are where this is put into a scene.
   *
   * @param changed hears that they are others now
   */
  Ink(Runnable changed) {
    setManaged(false);
    setMouseTransparent(true);
    setFocusTraversable(false);
    for (var kind : YamlLine.Kind.values()) {
      var probe = new Text();
      probe.getStyleClass().add("yaml-" + kind.name().toLowerCase(Locale.ROOT));
      getChildren().add(probe);
      colours.put(kind, StyleAttributeMap.EMPTY);
      probe
          .fillProperty()
          .subscribe(fill -> {
            if (fill instanceof Color colour) {
              colours.put(kind, StyleAttributeMap.builder().setTextColor(colour).build());
              changed.run();
            }
          });
    }
  }

  StyleAttributeMap of(YamlLine.Kind kind) {
    return colours.getOrDefault(kind, StyleAttributeMap.EMPTY);
  }
}
