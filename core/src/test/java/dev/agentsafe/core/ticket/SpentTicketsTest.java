package dev.agentsafe.core.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SpentTicketsTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private final SpentTickets spent = new SpentTickets();

  @Test
  void oneOfManyAtOnceWins() {
    for (var round = 0; round < 500; round++) {
      var nonce = "nonce-" + round;
      var winners =
          IntStream.range(0, 64).parallel().filter(i -> spent.trySpend(nonce, NOW)).count();
      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void whatTheJournalSaysWasSpentStaysSpent() {
    spent.wasSpent("n1", NOW);
    assertThat(spent.trySpend("n1", NOW)).isFalse();
    assertThat(spent.trySpend("n2", NOW)).isTrue();
    spent.wasSpent("n2", NOW);
    assertThat(spent.trySpend("n2", NOW)).isFalse();
  }

  @Test
  void ticketsAreForgottenOnlyLongAfterTheirEnd() {
    for (var i = 0; i < 20_000; i++) {
      assertThat(spent.trySpend("n" + i, NOW.plus(Duration.ofSeconds(i)))).isTrue();
    }
    for (var i = 0; i < 20_000; i++) {
      assertThat(spent.trySpend("n" + i, NOW)).isFalse();
    }
    for (var i = 0; i < 60_000; i++) {
      spent.trySpend("m" + i, NOW.plus(Duration.ofDays(30)));
    }
    assertThat(spent.size()).isLessThan(70_000);
    assertThat(spent.trySpend("m1", NOW)).isFalse();
  }

  @Test
  void whatTheJournalTellsIsForgottenLongAfterItsTicketEndedAndNotBefore() {
    for (var i = 0; i < 100_000; i++) {
      spent.wasSpent("n" + i, NOW.plus(Duration.ofMinutes(i)));
    }
    var end = NOW.plus(Duration.ofMinutes(99_999));
    assertThat(spent.size()).as("the journal holds 100,000").isLessThan(40_000);
    var weekBefore = (int) (99_999 - Duration.ofDays(7).toMinutes());
    for (var i = weekBefore; i < 100_000; i++) {
      assertThat(spent.trySpend("n" + i, end)).as("spent within a week").isFalse();
    }
  }
}
