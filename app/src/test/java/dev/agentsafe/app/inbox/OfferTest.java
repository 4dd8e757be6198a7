package dev.agentsafe.app.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.inbox.Answer.Intent;
import dev.agentsafe.app.inbox.Offer.Verdict;
import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.canonical.Value;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An approver agrees to less, once the rules have said what they think of it. */
final class OfferTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
  private static final ApprovalId FIRST = new ApprovalId("apr-0c51d2aa9e10");
  private static final ApprovalId GRAVE = new ApprovalId("apr-5b0f2290cd11");

  private final SampleSeat seat = new SampleSeat(NOW).filled();
  private final InboxViewModel inbox =
      new InboxViewModel(seat, new AtOnce(), Clock.fixed(NOW, ZoneOffset.UTC));
  private final Answer answer = inbox.answer();

  @Test
  void lessIsDecidedByTheRulesAndThenOffered() {
    draft("5");
    assertThat(answer.offer().verdict().get()).isInstanceOf(Verdict.Decided.class);
    answer.reason().set("five do");
    answer.offer().life().set("60");
    answer.commit();
    var changes = new Changes(Value.EMPTY.with("replicas", Value.of(5)), Optional.of(60L));
    assertThat(standing(FIRST)).isEqualTo(new Standing.Offered("olena", "five do", changes));
  }

  @Test
  void offerStaysInTheListUntilTheAgentAnswers() {
    offered();
    inbox.select(GRAVE);
    assertThat(inbox.rows().stream().map(Row::id)).contains(FIRST);

    seat.answerOffer(FIRST, true);
    assertThat(inbox.rows().stream().map(Row::id)).doesNotContain(FIRST);
  }

  @Test
  void agentThatLeavesTheOfferIsSaidToHaveDoneSo() {
    offered();
    seat.answerOffer(FIRST, false);
    var question = inbox.selected().get().orElseThrow().question().get();
    assertThat(question.now().standing()).isInstanceOf(Standing.Cancelled.class);
    assertThat(question.now().ballot().less()).isPresent();
  }

  @Test
  void whatIsNotLessOrDeniedIsNotSent() {
    for (var typed : new String[] {"9", "2", "five", "4", "1e999999999", "5.5", " "}) {
      draft(typed);
      answer.commit();
      assertThat(standing(FIRST)).as(typed).isEqualTo(new Standing.Pending());
      assertThat(answer.offerable().get()).as(typed).isFalse();
    }
    draft("4");
    assertThat(answer.offer().verdict().get())
        .as("what the rules deny is shown as their decision")
        .isInstanceOf(Verdict.Decided.class);
    draft("5");
    answer.offer().life().set("soon");
    assertThat(answer.offer().verdict().get()).isInstanceOf(Verdict.Faulty.class);
  }

  @Test
  void draftForOneQuestionIsNotSentForAnother() {
    draft("5");
    inbox.select(GRAVE);
    assertThat(answer.intent().get()).isEqualTo(Intent.NONE);
    answer.intend(Intent.OFFER);
    assertThat(answer.offer().ready()).isEmpty();
  }

  @Test
  void glassIsBrokenWithTheTargetTypedAndAReason() {
    inbox.select(FIRST);
    answer.intend(Intent.ALONE);
    answer.commit();
    assertThat(answer.message().get()).contains("target");
    answer.typedTarget().set("prod/web");
    answer.reason().set("checkout is down");
    answer.commit();
    assertThat(standing(FIRST)).isEqualTo(new Standing.Pending());

    answer.typedTarget().set("prod/web-deployment");
    answer.reason().set(" ");
    answer.commit();
    assertThat(answer.message().get()).contains("why");
    assertThat(standing(FIRST)).isEqualTo(new Standing.Pending());

    answer.reason().set("checkout is down");
    answer.commit();
    assertThat(standing(FIRST)).isEqualTo(new Standing.Approved("olena", "checkout is down"));
    var ballot = seat.question(FIRST).orElseThrow().now().ballot();
    assertThat(ballot.alone()).isPresent();
    assertThat(inbox.reviews().next().orElseThrow().request()).isEqualTo(FIRST);
  }

  private void offered() {
    draft("5");
    answer.reason().set("five do");
    answer.commit();
  }

  private void draft(String replicas) {
    inbox.select(FIRST);
    answer.intend(Intent.OFFER);
    var line = (Offer.Line.Amount) answer.offer().lines().get().getFirst();
    line.text().set(replicas);
  }

  private Standing standing(ApprovalId id) {
    return seat.question(id).orElseThrow().now().standing();
  }
}
