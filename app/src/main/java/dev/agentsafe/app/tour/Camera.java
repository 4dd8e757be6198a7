package dev.agentsafe.app.tour;

import dev.agentsafe.app.display.Sections;
import dev.agentsafe.app.theme.Look;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.Toolkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** Takes pictures of a window in every size and look, once all of its parts are in place. */
final class Camera {
  private static final long PATIENCE_NANOS = 15_000_000_000L;
  private static final int MOST_GLANCES = 40;

  private record Size(int width, int height) {}

  private static final List<Size> SIZES = List.of(new Size(1440, 900), new Size(1024, 640));

  private final Path out;
  private final Theme theme;
  private final Stage stage;
  private final List<Path> written = new ArrayList<>();

  /** A camera before a new window that shows that root. */
  Camera(Path out, Theme theme, Parent root) throws InterruptedException {
    this.out = out;
    this.theme = theme;
    stage =
        Toolkit.call(() -> {
          var scene = new Scene(root, 1440, 900);
          theme.dress(scene);
          var opened = new Stage();
          opened.setScene(scene);
          opened.show();
          return opened;
        });
  }

  /** The files that were written. */
  List<Path> written() {
    return List.copyOf(written);
  }

  /** Writes the window as it is, in every size and look. */
  void picture(String name) throws IOException, InterruptedException {
    for (var size : SIZES) {
      for (var look : List.of(Look.LIGHT, Look.DARK)) {
        Toolkit.call(() -> {
          theme.look().set(look);
          stage.setWidth(size.width());
          stage.setHeight(size.height());
          return true;
        });
        var file = out.resolve("%s-%s-%d.png".formatted(name, look.label(), size.width()));
        Files.write(file, settled());
        written.add(file);
      }
    }
  }

  /** The window once its parts are built and nothing of it changes from one glance to the next. */
  private byte[] settled() throws InterruptedException {
    until(() -> stage.getScene().getRoot().lookupAll(".sections").stream().allMatch(Camera::whole));
    var before = new byte[0];
    for (var glance = 0; glance < MOST_GLANCES; glance++) {
      Thread.sleep(60);
      var image = Toolkit.call(() -> stage.getScene().snapshot(null));
      var now = Picture.png(image);
      if (Arrays.equals(before, now)) {
        break;
      }
      before = now;
    }
    return before;
  }

  private static boolean whole(javafx.scene.Node node) {
    return !(node instanceof Sections sections) || sections.isWhole();
  }

  /** Waits until something is there; a picture shows it where it never is. */
  static void until(Callable<Boolean> there) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE_NANOS;
    while (!Toolkit.call(there) && System.nanoTime() < end) {
      Thread.sleep(10);
    }
  }

  void close() throws InterruptedException {
    Toolkit.call(() -> {
      stage.close();
      return true;
    });
  }
}
