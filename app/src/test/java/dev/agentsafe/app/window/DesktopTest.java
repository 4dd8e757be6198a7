package dev.agentsafe.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.FxMonitor;
import dev.agentsafe.app.work.FxWork;
import dev.agentsafe.app.work.Toolkit;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A window is there before what it shows. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DesktopTest {

  @Test
  void theWorkspaceIsReadAfterTheFrameIsPainted() throws InterruptedException {
    Toolkit.start(true);
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    var shown = new CountDownLatch(1);
    try (var work = new FxWork(new FxMonitor())) {
      var stage =
          Toolkit.call(() -> {
            var window = new ConsoleWindow(work, new Theme(), Clock.systemUTC(), "sample");
            var scene = new Scene(window.view(), 1024, 640);
            // Layout of the pulse that paints the frame.
            scene.addPostLayoutPulseListener(() -> {
              if (!seen.contains("laid out")) {
                seen.add("laid out");
              }
            });
            var opened = new Stage();
            opened.setScene(scene);
            opened.show();
            Desktop.frameFirst(
                window,
                work,
                new Desktop.Start(
                    "sample",
                    Path.of("unused"),
                    progress -> {
                      seen.add("read");
                      return new Desktop.Opened.Ready(new SampleSeat(Instant.now()).filled());
                    },
                    milestone -> {
                      seen.add(milestone.name());
                      if (milestone == Milestones.Milestone.SCREEN) {
                        shown.countDown();
                      }
                    }));
            return opened;
          });
      shown.await();
      Toolkit.call(() -> {
        stage.close();
        return true;
      });
    }
    assertThat(seen).containsExactly("laid out", "FRAME", "read", "WORKSPACE", "SCREEN");
  }
}
