package dev.agentsafe.app.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.seat.SampleSeat;
import dev.agentsafe.app.work.AtOnce;
import dev.agentsafe.core.approval.ReviewStatement.Judgement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What somebody approved alone stands there until somebody else has said what they found. */
final class ReviewsViewModelTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

  private final SampleSeat seat = new SampleSeat(NOW).filled();
  private final ReviewsViewModel reviews =
      new InboxViewModel(seat, new AtOnce(), Clock.fixed(NOW, ZoneOffset.UTC)).reviews();

  @Test
  void reviewIsGivenWithWhatWasFoundAndNotWithout() {
    seat.brokenGlass("sam", Duration.ofHours(2));
    assertThat(reviews.overdue()).isFalse();
    reviews.begin();
    reviews.judge(true);
    assertThat(reviews.message().get()).contains("Say what you found");
    assertThat(seat.judged()).isEmpty();

    reviews.reason().set("it was down, and it helped");
    reviews.judge(false);
    assertThat(seat.judged()).containsExactly(new Judgement(false, "it was down, and it helped"));
    assertThat(reviews.next()).isEmpty();
    assertThat(reviews.reviewing().get()).isFalse();
    assertThat(reviews.reason().get()).isEmpty();
  }

  @Test
  void whatNobodyReviewedWithinADayIsOverdue() {
    seat.brokenGlass("sam", Duration.ofHours(24));
    assertThat(reviews.overdue()).isTrue();
  }

  @Test
  void nobodyReviewsTheirOwn() {
    seat.brokenGlass("olena", Duration.ofHours(30));
    assertThat(reviews.own()).isTrue();
    reviews.begin();
    assertThat(reviews.reviewing().get()).isFalse();
  }

  @Test
  void whatWasWrittenOfOneIsNotSaidOfAnother() {
    seat.brokenGlass("sam", Duration.ofHours(2));
    reviews.begin();
    reviews.reason().set("meant for the first");
    seat.review(reviews.next().orElseThrow(), new Judgement(true, "somebody was faster"));
    assertThat(reviews.reviewing().get()).isFalse();
    assertThat(reviews.reason().get()).isEmpty();
  }
}
