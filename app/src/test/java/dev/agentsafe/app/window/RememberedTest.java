package dev.agentsafe.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.theme.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window comes back as it was left, and a broken file costs nothing else. */
final class RememberedTest {
  @TempDir Path folder;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    var file = folder.resolve("deep/window.properties");
    var box = new Remembered.Box(Optional.of(new Remembered.Corner(-20, 31.5)), 1200, 700, true);
    var left = new Remembered(box, Look.DARK, 1.2, false);
    left.write(file);
    assertThat(Remembered.read(file)).isEqualTo(left);
  }

  @Test
  void brokenAndMissingFilesAreAsOnTheFirstStart() throws IOException {
    var file = folder.resolve("window.properties");
    assertThat(Remembered.read(file)).isEqualTo(Remembered.NOTHING);
    Files.writeString(file, "width=wide\nscale=NaN\nlook=neon\nx=\\uZZZZ\n");
    assertThat(Remembered.read(file)).isEqualTo(Remembered.NOTHING);
  }
}
