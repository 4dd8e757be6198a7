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
    spent.wasSpent("n1");
    assertThat(spent.trySpend("n1", NOW)).isFalse();
    assertThat(spent.trySpend("n2", NOW)).isTrue();
    spent.wasSpent("n2");
    assertThat(spent.trySpend("n2", NOW)).isFalse();
  }

  @Test
  void ticketsAreForgottenOnlyLongAfterTheirEnd() {
    spent.wasSpent("old");
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
    assertThat(spent.trySpend("old", NOW)).isFalse();
  }
}
