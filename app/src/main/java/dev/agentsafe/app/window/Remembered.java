package dev.agentsafe.app.window;

import dev.agentsafe.app.theme.Look;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a window remembers from one start to the next; a lost or broken file costs nothing but that.
 *
 * @param railOpen whether the rail shows words
 */
public record Remembered(Box box, Look look, double scale, boolean railOpen) {
  /** The first start. */
  public static final Remembered NOTHING =
      new Remembered(new Box(Optional.empty(), 1440, 900, false), Look.SYSTEM, 1, true);

  /** Where a window is and how large. */
  public record Box(Optional<Corner> corner, double width, double height, boolean maximized) {}

  /** The upper left corner of a window. */
  public record Corner(double x, double y) {}

  /** The file of the person who runs this. */
  public static Path file() {
    var home = Path.of(System.getProperty("user.home", "."));
    var config = Optional.ofNullable(System.getenv("XDG_CONFIG_HOME")).filter(c -> !c.isBlank());
    return config
        .map(Path::of)
        .orElse(home.resolve(".config"))
        .resolve("agent-safe")
        .resolve("window.properties");
  }

  /** What that file says; what it does not say is as on the first start. */
  public static Remembered read(Path file) {
    var said = new Properties();
    try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      said.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return NOTHING;
    }
    var first = NOTHING;
    var x = number(said, "x");
    var y = number(said, "y");
    var corner =
        x.isPresent() && y.isPresent()
            ? Optional.of(new Corner(x.get(), y.get()))
            : Optional.<Corner>empty();
    return new Remembered(
        new Box(
            corner,
            Math.max(1024, number(said, "width").orElse(first.box().width())),
            Math.max(640, number(said, "height").orElse(first.box().height())),
            Boolean.parseBoolean(said.getProperty("maximized"))),
        Look.of(said.getProperty("look", "")).orElse(first.look()),
        Math.clamp(number(said, "scale").orElse(1.0), 0.8, 1.6),
        !"false".equals(said.getProperty("rail")));
  }

  private static Optional<Double> number(Properties said, String key) {
    try {
      var value = Double.parseDouble(said.getProperty(key, ""));
      return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Writes it whole or not at all. */
  public void write(Path file) throws IOException {
    var text = new StringBuilder();
    box.corner().ifPresent(c -> text.append("x=%s%ny=%s%n".formatted(c.x(), c.y())));
    text.append("width=%s%nheight=%s%n".formatted(box.width(), box.height()))
        .append("maximized=%s%nlook=%s%n".formatted(box.maximized(), look.label()))
        .append("scale=%s%nrail=%s%n".formatted(scale, railOpen));
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var temp = Files.createTempFile(folder, "window", ".tmp");
    Files.writeString(temp, text);
    Files.move(temp, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
