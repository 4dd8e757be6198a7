package dev.agentsafe.app.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.event.ActionEvent;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds the screen's thread is found, whatever kind of work it is. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@AtTheScreen
final class FxMonitorTest {
  private static final Duration LONG = Duration.ofMillis(30);

  private final FxMonitor monitor = new FxMonitor();

  @Test
  void slowHandlersPulsesAndLayoutsAreEachFound() throws InterruptedException {
    Toolkit.start(true);
    var root =
        new Pane() {
          @Override
          protected void layoutChildren() {
            hold();
          }
        };
    var stage =
        Toolkit.call(() -> {
          var opened = new Stage();
          opened.setScene(new Scene(root, 200, 100));
          opened.show();
          monitor.watch(opened.getScene());
          root.addEventHandler(ActionEvent.ACTION, e -> hold());
          Event.fireEvent(root, new ActionEvent());
          root.requestLayout();
          new AnimationTimer() {
            @Override
            public void handle(long now) {
              hold();
              stop();
            }
          }.start();
          return opened;
        });
    // Pulses come on their own; a kind that is never found ends in the timeout of the test.
    while (found(FxMonitor.Kind.PULSE).compareTo(LONG) < 0
        || found(FxMonitor.Kind.LAYOUT).compareTo(LONG) < 0) {
      Thread.sleep(5);
    }
    assertThat(found(FxMonitor.Kind.INPUT)).isGreaterThanOrEqualTo(LONG);
    assertThat(found(FxMonitor.Kind.ANSWER)).isZero();
    Toolkit.call(() -> {
      stage.close();
      return true;
    });
  }

  @Test
  void layoutOfTheToolkitIsNotCountedAsOurs() {
    monitor.measure(FxMonitor.Kind.LAYOUT, FxMonitorTest::hold);
    monitor.measure(FxMonitor.Kind.ANSWER, () -> {});
    assertThat(monitor.longestOfOurs().kind()).isEqualTo(FxMonitor.Kind.ANSWER);
    assertThat(monitor.longestOfOurs().clock()).isLessThan(found(FxMonitor.Kind.LAYOUT));
  }

  @Test
  void waitingForAnotherThreadIsBlamedOnWhoWaits() throws InterruptedException {
    Toolkit.start(true);
    Toolkit.call(() -> {
      var stage = new Stage();
      stage.setScene(new Scene(new Pane(), 200, 100));
      monitor.watch(stage.getScene());
      monitor.measure(FxMonitor.Kind.ANSWER, FxMonitorTest::hold);
      return stage;
    });

    var worst = monitor.worstOfOurs();

    assertThat(worst.kind()).isEqualTo(FxMonitor.Kind.ANSWER);
    assertThat(worst.waits()).isGreaterThanOrEqualTo(LONG.minusMillis(1));
    assertThat(worst.own()).isBetween(LONG.minusMillis(1), worst.clock());
    assertThat(worst.processor()).isLessThan(LONG);
  }

  private Duration found(FxMonitor.Kind kind) {
    return monitor.longest(kind).clock();
  }

  private static void hold() {
    try {
      Thread.sleep(LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
