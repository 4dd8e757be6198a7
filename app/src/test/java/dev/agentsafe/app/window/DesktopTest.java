package dev.agentsafe.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.shell.FreezeViewModel;
import dev.agentsafe.app.shell.Screen;
import dev.agentsafe.app.shell.ShellViewModel;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.app.theme.Theme;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.app.work.AtTheScreen;
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
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A window is there before what it shows. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@AtTheScreen
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

  private record Typed(ObservableValue<List<String>> unsaved) implements Screen {
    @Override
    public Entry entry() {
      return new Entry("typed", Group.AUTHOR, "Typed", Icon.FILE);
    }

    @Override
    public Node node() {
      return new Button("here");
    }
  }

  private static void close(Stage stage) {
    Event.fireEvent(stage, new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
  }

  @Test
  void aWindowWithUnsavedTextStaysOpenUntilSomebodyGivesItUp() throws InterruptedException {
    Toolkit.start(true);
    Toolkit.call(() -> {
      var work = new AtOnce();
      var window = new ConsoleWindow(work, new Theme(), Clock.systemUTC(), "sample");
      var typed = new SimpleObjectProperty<>(List.of("20-production.yaml"));
      var freeze = new FreezeViewModel(new SampleSeat(Instant.now()).brakes(), work);
      var contents =
          new ShellViewModel.Contents(
              List.of(new Typed(typed)), ShellViewModel.Chips.NONE, List.of(), freeze);
      window.shell().ready(contents).forEach(Runnable::run);
      var stage = new Stage();
      stage.setScene(new Scene(window.view(), 1024, 640));
      Desktop.askBeforeClosing(stage, window);
      stage.show();
      window.shell().show("typed");
      var here = window.view().lookup(".stage > .button");
      here.requestFocus();

      close(stage);
      assertThat(stage.isShowing()).isTrue();
      var stay = window.view().lookup("#leaving-stay");
      assertThat(stay.isFocused()).as("the key that closed it loses nothing").isTrue();
      for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
        Event.fireEvent(
            stay, new KeyEvent(type, "", "", KeyCode.ESCAPE, false, false, false, false));
      }
      assertThat(window.view().lookup("#leaving-bar")).as("Escape stays").isNull();
      assertThat(here.isFocused()).isTrue();
      assertThat(stage.isShowing()).isTrue();

      close(stage);
      ((Button) window.view().lookup("#leaving-leave")).fire();
      assertThat(stage.isShowing()).isFalse();

      stage.show();
      typed.set(List.of());
      close(stage);
      assertThat(stage.isShowing()).as("nothing would be lost").isFalse();
      return true;
    });
  }
}
