package dev.agentsafe.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.OpenPort;
import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator does about runs that go on and ports that they left open, on the window. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@AtTheScreen
final class RunsWindowTest {
  private static final ApprovalId FIRST = new ApprovalId("apr-0c51d2aa9e10");

  private final SampleSeat seat = new SampleSeat(Instant.now()).filled();
  private Screens screens;

  @BeforeEach
  void open() throws InterruptedException {
    screens = new Screens(seat);
    screens.until(() -> screens.models().inbox().selected().get().isPresent());
    screens.until(() -> screens.shown("answer-reason"));
  }

  @AfterEach
  void close() throws InterruptedException {
    screens.close();
  }

  private void runs() throws InterruptedException {
    screens.shortcut(KeyCode.DIGIT3);
    screens.until(() -> screens.shown("runs-rows"));
  }

  @Test
  void aRunThatGoesOnIsCalledOffWithAReason() throws InterruptedException {
    var run = seat.begin(FIRST);
    runs();
    Toolkit.call(() -> {
      screens.models().runs().refresh();
      return true;
    });
    screens.until(() ->
        screens.models().runs().rows().stream().anyMatch(r -> r.run().get().id().equals(run)));
    Toolkit.call(() -> {
      screens.models().runs().select(run);
      return true;
    });
    screens.until(() -> screens.shown("runs-pull"));
    assertThat(Toolkit.call(() -> screens.node("runs-pull").isDisabled())).isTrue();

    screens.press(KeyCode.C);
    screens.until(() -> screens.focused("runs-reason"));
    screens.type("wrong deployment");
    screens.press(KeyCode.ENTER);

    screens.until(
        () -> seat.run(run).orElseThrow().record().orElse(null) instanceof RunRecord.Unknown);
    assertThat(seat.reins.done).containsExactly("call off " + run + " wrong deployment");
    screens.until(() -> !screens.shown("runs-pull"));
    screens.until(() -> screens.shown("runs-readback"));
  }

  @Test
  void anOpenPortIsListedWithItsRunAndClosed() throws InterruptedException {
    seat.redeem(FIRST);
    var run = seat.runs().getFirst();
    seat.reins.open.add(
        new OpenPort(
            run.id(),
            "deploy-bot",
            new OpenPort.Way("127.0.0.1:40123", "pod shop/web-1 port 80"),
            new OpenPort.Traffic(2, 300, 4_000),
            Duration.ofSeconds(90)));
    runs();
    Toolkit.call(() -> {
      screens.models().runs().refresh();
      return true;
    });
    screens.until(() -> screens.shown("runs-ports"));
    var said = Toolkit.call(() -> words((Pane) screens.node("runs-ports")));
    assertThat(said)
        .contains("127.0.0.1:40123 → pod shop/web-1 port 80")
        .contains("deploy-bot")
        .contains("300 bytes sent, 4,000 received");
    Toolkit.call(() -> {
      screens.models().runs().select(run.id());
      return true;
    });
    screens.until(() -> screens.shown("runs-pull"));

    screens.press(KeyCode.C);
    screens.type("no need for it");
    screens.click("runs-pull");

    screens.until(() -> !screens.shown("runs-ports"));
    assertThat(seat.reins.done).containsExactly("stop " + run.id() + " no need for it");
    screens.until(() -> screens.shown("runs-rollback"));
  }

  /** Whoever has a button of one run under the finger keeps it while others use their ports. */
  @Test
  void whatGoesThroughThePortOfAnotherRunTakesNobodysButtonAway() throws InterruptedException {
    seat.redeem(FIRST);
    var run = seat.runs().getFirst();
    seat.reins.open.add(used(300));
    runs();
    refresh();
    screens.until(() -> screens.shown("runs-ports"));
    Toolkit.call(() -> {
      screens.models().runs().select(run.id());
      return true;
    });
    screens.until(() -> screens.shown("runs-rollback"));
    var bar =
        Toolkit.call(() -> {
          screens.node("runs-rollback").requestFocus();
          return screens.node("runs-rollback").getParent();
        });

    seat.reins.open.set(0, used(301));
    refresh();

    screens.until(() -> words((Pane) screens.node("runs-ports")).contains("301 bytes sent"));
    assertThat(Toolkit.call(() -> screens.node("runs-rollback").getParent())).isSameAs(bar);
    assertThat(Toolkit.call(() -> screens.focused("runs-rollback"))).isTrue();
  }

  private static OpenPort used(long bytes) {
    return new OpenPort(
        new RunId("run-0123456789ab"),
        "deploy-bot",
        new OpenPort.Way("127.0.0.1:40123", "pod shop/web-1 port 80"),
        new OpenPort.Traffic(2, bytes, 4_000),
        Duration.ofSeconds(90));
  }

  private void refresh() throws InterruptedException {
    Toolkit.call(() -> {
      screens.models().runs().refresh();
      return true;
    });
  }

  private static String words(Pane pane) {
    var words = new StringBuilder();
    for (var node : pane.getChildren()) {
      words.append(node instanceof Labeled text ? text.getText() : words((Pane) node)).append('\n');
    }
    return words.toString();
  }
}
