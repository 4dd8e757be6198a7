package dev.agentsafe.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.Brakes;
import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.shell.FreezeViewModel.Stage;
import dev.agentsafe.app.work.AtOnce;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** All agents are stopped in one step and let go in two, and never without a reason. */
final class FreezeViewModelTest {
  private final Brakes brakes = new SampleSeat(Instant.EPOCH).brakes();
  private final FreezeViewModel model = new FreezeViewModel(brakes, new AtOnce());

  @Test
  void freezingWantsAReasonAndNothingElse() {
    model.open();
    model.reason().set("  ");
    model.commit();
    assertThat(brakes.state().freeze()).isEmpty();
    assertThat(model.message().get()).contains("Say why");

    model.reason().set("checkout fails");
    model.commit();
    assertThat(brakes.state().freeze().orElseThrow().reason()).isEqualTo("checkout fails");
    assertThat(model.frozen()).isTrue();
    assertThat(model.stage().get()).isEqualTo(Stage.CLOSED);
  }

  @Test
  void agentsAreLetGoOnlyWhenItWasSaidTwice() {
    brakes.freeze("checkout fails");
    model.refresh();
    model.open();
    model.reason().set("it was a certificate");
    model.commit();
    assertThat(model.stage().get()).isEqualTo(Stage.CONFIRMING);
    assertThat(model.frozen()).isTrue();
    assertThat(brakes.state().freeze()).isPresent();

    model.close();
    assertThat(brakes.state().freeze()).isPresent();

    model.open();
    model.reason().set("it was a certificate");
    model.commit();
    model.commit();
    assertThat(brakes.state().freeze()).isEmpty();
    assertThat(model.frozen()).isFalse();
  }

  @Test
  void whatIsTypedIsForgottenWhenItIsPutAway() {
    model.open();
    model.reason().set("half a thought");
    model.close();
    model.open();
    assertThat(model.reason().get()).isEmpty();
  }

  @Test
  void freezeByAnotherIsShownInsteadOfBeingDoneTwice() {
    model.open();
    model.reason().set("mine");
    brakes.freeze("somebody was quicker");
    model.refresh();
    model.commit();
    assertThat(model.stage().get()).isEqualTo(Stage.CONFIRMING);
    assertThat(brakes.state().freeze().orElseThrow().reason()).isEqualTo("somebody was quicker");
  }
}
