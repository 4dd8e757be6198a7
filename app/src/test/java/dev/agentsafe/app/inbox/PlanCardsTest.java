package dev.agentsafe.app.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.PlanCard;
import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Sensitivity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plan is one row, one detail and one answer. */
final class PlanCardsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
  private static final ApprovalId FIRST = new ApprovalId("apr-0c51d2aa9e10");
  private static final ApprovalId GRAVE = new ApprovalId("apr-5b0f2290cd11");
  private static final ApprovalId OWN = new ApprovalId("apr-77aa01be4512");

  private final SampleSeat seat = new SampleSeat(NOW).filled();

  @Test
  void planIsOneRowThatLeadsWithItsGravestStep() {
    seat.plans().add(List.of(FIRST, GRAVE));
    var inbox = inbox();
    assertThat(inbox.rows()).hasSize(2);
    assertThat(inbox.open().get()).isEqualTo(2);
    inbox.select(FIRST);
    assertThat(inbox.selected().get().orElseThrow().id()).isEqualTo(GRAVE);
    assertThat(card(inbox).waiting()).isEqualTo(2);
  }

  @Test
  void oneAnswerIsGivenToAllOfItAndTheGravestTargetIsTyped() {
    seat.plans().add(List.of(FIRST, GRAVE));
    var inbox = inbox();
    inbox.select(FIRST);
    inbox.answer().approve();
    assertThat(inbox.answer().message().get()).contains("target");
    assertThat(standing(FIRST)).isEqualTo(new Standing.Pending());

    inbox.answer().typedTarget().set("prod/payments-api");
    inbox.answer().reason().set("looked at both");
    inbox.answer().approve();
    assertThat(standing(FIRST)).isEqualTo(new Standing.Approved("olena", "looked at both"));
    assertThat(standing(GRAVE)).isEqualTo(new Standing.Approved("olena", "looked at both"));
    assertThat(inbox.open().get()).isEqualTo(1);
  }

  @Test
  void stepThatOneMayNotAnswerKeepsOneFromAnsweringThePlan() {
    seat.plans().add(List.of(FIRST, OWN));
    var inbox = inbox();
    inbox.select(FIRST);
    assertThat(inbox.answer().possible()).isFalse();
    inbox.answer().approve();
    assertThat(standing(FIRST)).isEqualTo(new Standing.Pending());
  }

  @Test
  void planOffersNeitherLessNorBreakGlass() {
    seat.plans().add(List.of(FIRST, GRAVE));
    var inbox = inbox();
    inbox.select(FIRST);
    inbox.answer().intend(Answer.Intent.ALONE);
    assertThat(inbox.answer().intent().get()).isEqualTo(Answer.Intent.NONE);
    inbox.answer().intend(Answer.Intent.OFFER);
    assertThat(inbox.answer().intent().get()).isEqualTo(Answer.Intent.NONE);
  }

  @Test
  void planStaysInTheListWhileItsStepsRunAndSaysHowFarItIs() {
    var plan = seat.plans().add(List.of(FIRST));
    var inbox = inbox();
    inbox.select(FIRST);
    inbox.answer().reason().set("fine");
    inbox.answer().approve();
    inbox.select(GRAVE);
    assertThat(inbox.rows().stream().map(Row::id)).contains(FIRST);
    assertThat(PlanParts.progress(seat.plans().card(plan).orElseThrow())).isEqualTo("0 of 1 done");

    seat.plans().succeed(FIRST);
    ring();
    assertThat(inbox.rows().stream().map(Row::id)).doesNotContain(FIRST);
    assertThat(PlanParts.progress(seat.plans().card(plan).orElseThrow())).isEqualTo("1 of 1 done");
  }

  private void ring() {
    seat.ask(
        seat.scale(
            "apr-00000000aaaa",
            "late-bot",
            "dev/web",
            Environment.DEV,
            Sensitivity.PUBLIC,
            Optional.empty(),
            0));
  }

  private InboxViewModel inbox() {
    return new InboxViewModel(seat, new AtOnce(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static PlanCard card(InboxViewModel inbox) {
    return inbox.selected().get().orElseThrow().card().get().plan().orElseThrow();
  }

  private Standing standing(ApprovalId id) {
    return seat.question(id).orElseThrow().now().standing();
  }
}
