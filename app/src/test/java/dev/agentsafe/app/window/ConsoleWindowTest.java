package dev.agentsafe.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.rollback.RollbackViewModel;
import dev.agentsafe.app.rollback.RollbackViewModel.Stage;
import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtTheScreen;
import dev.agentsafe.app.work.Toolkit;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Sensitivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator does with the keyboard, on the whole window. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@AtTheScreen
final class ConsoleWindowTest {
  private static final ApprovalId FIRST = new ApprovalId("apr-0c51d2aa9e10");
  private static final ApprovalId GRAVE = new ApprovalId("apr-5b0f2290cd11");
  private static final ApprovalId OWN = new ApprovalId("apr-77aa01be4512");

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

  @Test
  void requestIsApprovedAndRolledBackWithTheKeyboard() throws InterruptedException {
    screens.press(KeyCode.A);
    screens.type("traffic is up");
    screens.press(KeyCode.ENTER);
    screens.until(() -> standing(FIRST) instanceof Standing.Approved);
    assertThat(standing(FIRST)).isEqualTo(new Standing.Approved("olena", "traffic is up"));

    seat.redeem(FIRST);
    screens.until(() -> screens.models().inbox().run().get().isPresent());
    screens.click("inbox-rollback");
    var rollback = screens.models().runs().rollback();
    screens.until(() -> rollback.stage().get() instanceof Stage.Ready);
    screens.click("rollback-submit");
    screens.until(() ->
        rollback.stage().get() instanceof Stage.Running(var preview, var run) && run.isPresent());
    var stage = (Stage.Running) Toolkit.call(() -> rollback.stage().get());
    var record = stage.run().orElseThrow().record().orElseThrow();
    assertThat(RollbackViewModel.left(stage.preview(), record))
        .isNotEmpty()
        .allMatch(c -> c.same());
  }

  @Test
  void requestIsDeniedWithAReasonAndNotWithoutOne() throws InterruptedException {
    screens.press(KeyCode.D);
    screens.press(KeyCode.ENTER);
    screens.until(() -> screens.shown("answer-message"));
    assertThat(standing(FIRST)).isEqualTo(new Standing.Pending());

    screens.type("not during the sale");
    screens.press(KeyCode.ENTER);
    screens.until(() -> standing(FIRST) instanceof Standing.Denied);
    assertThat(standing(FIRST)).isEqualTo(new Standing.Denied("olena", "not during the sale"));
  }

  @Test
  void criticalProductionWantsTheTargetTyped() throws InterruptedException {
    screens.press(KeyCode.J);
    screens.until(() -> screens.shown("answer-target"));
    screens.press(KeyCode.A);
    screens.type("prod/web");
    screens.press(KeyCode.ENTER);
    screens.press(KeyCode.ENTER);
    screens.until(() -> screens.shown("answer-message"));
    assertThat(standing(GRAVE)).isEqualTo(new Standing.Pending());

    Toolkit.call(() -> {
      screens.models().inbox().answer().typedTarget().set("prod/payments-api");
      return true;
    });
    screens.press(KeyCode.ENTER);
    screens.until(() -> standing(GRAVE) instanceof Standing.Approved);
  }

  @Test
  void ownRequestShowsTheClauseInsteadOfAForm() throws InterruptedException {
    screens.press(KeyCode.J);
    screens.press(KeyCode.J);
    screens.until(() -> screens.shown("answer-forbidden"));
    var said = Toolkit.call(() -> ((Labeled) screens.node("answer-forbidden")).getText());
    assertThat(said).contains("self-approval");
    assertThat(Toolkit.call(() -> screens.shown("answer-approve"))).isFalse();
    assertThat(standing(OWN)).isEqualTo(new Standing.Pending());
  }

  @Test
  void lessIsOfferedWithTheKeyboard() throws InterruptedException {
    screens.press(KeyCode.C);
    screens.until(() -> screens.shown("offer-form") && screens.focused("offer-replicas"));
    screens.type("5");
    screens.until(() -> screens.models().inbox().answer().offer().ready().isPresent());
    focus("answer-reason");
    screens.type("five do");
    screens.press(KeyCode.ENTER);
    screens.until(() -> standing(FIRST) instanceof Standing.Offered);

    seat.answerOffer(FIRST, true);
    screens.until(() -> standing(FIRST) instanceof Standing.Approved);
  }

  @Test
  void glassIsNotBrokenByASlipOfTheKeyboard() throws InterruptedException {
    screens.press(KeyCode.B);
    screens.until(() -> screens.shown("answer-glass-notice"));
    screens.until(() -> screens.focused("answer-target"));
    screens.press(KeyCode.ENTER);
    screens.type("it is down");
    screens.press(KeyCode.ENTER);
    screens.until(() -> screens.shown("answer-message"));
    assertThat(standing(FIRST)).isEqualTo(new Standing.Pending());

    focus("answer-target");
    screens.type("prod/web-deployment");
    screens.press(KeyCode.ENTER);
    screens.press(KeyCode.ENTER);
    screens.until(() -> standing(FIRST) instanceof Standing.Approved);
    screens.until(() -> screens.shown("reviews-banner"));
    assertThat(Toolkit.call(() -> screens.shown("review-open")))
        .as("one's own is not reviewed by oneself")
        .isFalse();
  }

  @Test
  void overdueReviewIsSeenAndGivenWithTheKeyboard() throws InterruptedException {
    seat.brokenGlass("sam", Duration.ofHours(25));
    screens.until(() -> screens.shown("reviews-banner"));
    assertThat(Toolkit.call(() -> ((Labeled) screens.node("reviews-banner")).getText()))
        .contains("sam", "nobody may break the glass");
    screens.press(KeyCode.V);
    screens.until(() -> screens.focused("review-reason"));
    screens.type("it was right");
    screens.click("review-justified");
    screens.until(() -> seat.judged().size() == 1);
    screens.until(() -> !screens.shown("reviews-banner"));
  }

  private void focus(String id) throws InterruptedException {
    Toolkit.call(() -> {
      screens.node(id).requestFocus();
      return true;
    });
  }

  @Test
  void newRowAppearsAndTheRowInViewStays() throws InterruptedException {
    var inView = Toolkit.call(() -> screens.models().inbox().selected().get().orElseThrow());
    var at = Toolkit.call(() -> screens.models().inbox().rows().indexOf(inView));
    seat.ask(
        seat.scale(
            "apr-00000000aaaa",
            "late-bot",
            "dev/web",
            Environment.DEV,
            Sensitivity.PUBLIC,
            Optional.empty(),
            0));
    screens.until(() -> screens.models().inbox().rows().size() == 4);
    assertThat(Toolkit.call(() -> screens.models().inbox().selected().get())).contains(inView);
    assertThat(Toolkit.call(() -> screens.models().inbox().rows().indexOf(inView))).isEqualTo(at);
  }

  @Test
  void allAgentsAreFrozenAndLetGoWithTheKeyboard() throws InterruptedException {
    screens.shortcut(KeyCode.F);
    screens.until(() -> screens.shown("freeze-reason"));
    screens.type("checkout fails");
    screens.press(KeyCode.ENTER);
    screens.until(() -> seat.brakes().state().freeze().isPresent());

    screens.shortcut(KeyCode.F);
    screens.until(() -> screens.shown("freeze-reason"));
    screens.type("found it");
    screens.press(KeyCode.ENTER);
    // A key too many must not let them go: the keyboard is on the way back.
    screens.until(() -> screens.focused("freeze-cancel"));
    screens.press(KeyCode.ESCAPE);
    screens.until(() -> !screens.shown("freeze-commit"));
    assertThat(seat.brakes().state().freeze()).isPresent();

    screens.click("freeze-release");
    screens.until(() -> screens.shown("freeze-reason"));
    screens.type("found it");
    screens.press(KeyCode.ENTER);
    screens.until(() -> screens.focused("freeze-cancel"));
    screens.click("freeze-commit");
    screens.until(() -> seat.brakes().state().freeze().isEmpty());
  }

  @Test
  void journalThatCannotBeWrittenIsSaidAcrossTheWindow() throws InterruptedException {
    assertThat(Toolkit.call(() -> screens.shown("blocked-bar"))).isFalse();
    seat.block("No space is left on the device.");
    screens.until(() -> screens.shown("blocked-bar"));
    assertThat(Toolkit.call(() -> screens.node("blocked-bar").getAccessibleText()))
        .contains("Nothing is decided", "No space is left");
  }

  @Test
  void paletteTakesTheKeysTheFirstTimeItIsOpened() throws InterruptedException {
    Toolkit.call(() -> {
      screens.window.shell().paletteOpen().set(true);
      return true;
    });
    screens.type("settings");
    screens.press(KeyCode.ENTER);
    screens.until(() ->
        screens
            .window
            .shell()
            .current()
            .get()
            .filter(s -> s.entry().id().equals("settings"))
            .isPresent());
  }

  @Test
  void rulesThatTakeOverAreFoundByThePaletteWithoutARestart() throws InterruptedException {
    assertThat(Toolkit.call(() -> screens.window.shell().find("nights-are-calm"))).isEmpty();
    seat.swapIn("nights-are-calm");
    screens.until(() -> !screens.window.shell().find("nights-are-calm").isEmpty());
  }

  @Test
  void railNamesTheScreensInTheirGroupsAlsoAfterItWasNarrow() throws InterruptedException {
    var wide = screens.texts("rail-group", "rail-item");
    assertThat(wide)
        .containsExactly(
            "Operate",
            "Inbox",
            "Agents",
            "Runs",
            "Author",
            "Policies",
            "Audit",
            "Log",
            "Verify",
            "Settings");

    var rail = screens.window.shell().railOpen();
    Toolkit.call(() -> {
      rail.set(false);
      return rail;
    });
    assertThat(screens.texts("rail-group")).isEmpty();
    Toolkit.call(() -> {
      rail.set(true);
      return rail;
    });
    assertThat(screens.texts("rail-group", "rail-item")).isEqualTo(wide);
  }

  @Test
  void everyControlOfEveryScreenIsNamed() throws InterruptedException {
    for (var screen : List.of("inbox", "agents", "runs", "log", "verify", "settings")) {
      Toolkit.call(() -> {
        screens.window.shell().show(screen);
        screens.window.view().applyCss();
        screens.window.view().layout();
        return true;
      });
      var nameless =
          Toolkit.call(() ->
              screens
                  .window
                  .view()
                  .lookupAll(".button, .toggle-button, .text-field, .list-view, .table-view")
                  .stream()
                  .filter(n -> n.getAccessibleText() == null || n.getAccessibleText().isBlank())
                  .map(n -> screen + ": " + n)
                  .toList());
      assertThat(nameless).isEmpty();
    }
  }

  private Standing standing(ApprovalId id) {
    return seat.question(id).orElseThrow().now().standing();
  }
}
