package dev.agentsafe.app.theme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;

/** The fonts that come with the app, so that it looks the same everywhere. */
final class Fonts {
  private static final List<String> FILES =
      List.of(
          "Inter-Regular.otf",
          "Inter-Medium.otf",
          "Inter-SemiBold.otf",
          "Inter-Bold.otf",
          "JetBrainsMono-Regular.ttf",
          "JetBrainsMono-Medium.ttf",
          "JetBrainsMono-Bold.ttf");

  private Fonts() {}

  /** Makes them known to the toolkit; again is harmless. */
  static void load() {
    for (var file : FILES) {
      try (var in = Fonts.class.getResourceAsStream("fonts/" + file)) {
        if (in == null || Font.loadFont(in, 13) == null) {
          throw new IllegalStateException("The font `" + file + "` cannot be read.");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
