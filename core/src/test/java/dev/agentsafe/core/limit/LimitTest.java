package dev.agentsafe.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.RiskClass;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LimitTest {
  private static final RateLimit LIMIT = new RateLimit(5, 10, new RateLimit.Breaker(3, 60, 300));

  @Test
  void concurrentRequestsNeverExceedTheLimit() {
    var limiter = new RateLimiter(LIMIT);
    var passed =
        IntStream.range(0, 2_000).parallel().filter(i -> limiter.check("a", 1).isEmpty()).count();
    assertThat(passed).isEqualTo(5);
  }

  @Test
  void oneCallersTroubleIsNotAnothers() {
    var limiter = new RateLimiter(LIMIT);
    for (var i = 0; i < 3; i++) {
      limiter.denied("bad", 1);
    }
    assertThat(limiter.check("bad", 2)).hasValueSatisfying(m -> assertThat(m).contains("299s"));
    assertThat(limiter.check("good", 2)).isEmpty();
    assertThat(limiter.check("bad", 301)).isEmpty();
  }

  @Test
  void callersWhoStayAwayAreForgotten() {
    var limiter = new RateLimiter(LIMIT);
    var risk = new CumulativeRisk(new RiskBudget(10, Map.of(RiskClass.LOW, 1L), 30, 75));
    for (var i = 0; i < 100_000; i++) {
      limiter.check("caller-" + i, i);
      limiter.denied("caller-" + i, i);
      risk.record("caller-" + i, RiskClass.LOW, i);
    }
    assertThat(limiter.callers()).isLessThan(2_000);
    assertThat(risk.callers()).isLessThan(2_000);
  }

  @Test
  void aTotalThatWouldTurnOverStaysAtItsEnd() {
    var budget = new RiskBudget(10, Map.of(RiskClass.LOW, Long.MAX_VALUE), 30, 75);
    var risk = new CumulativeRisk(budget);
    risk.record("a", RiskClass.LOW, 1);
    assertThat(risk.record("a", RiskClass.LOW, 1).escalation())
        .contains(CumulativeRisk.Escalation.DENY);
    assertThat(risk.score("a", 12)).isZero();
  }
}
