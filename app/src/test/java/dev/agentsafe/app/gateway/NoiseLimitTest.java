package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NoiseLimitTest {
  private long now = Duration.ofDays(1).toNanos();
  private final NoiseLimit limit = new NoiseLimit(3, Duration.ofSeconds(10), () -> now);

  private void fail(int times) {
    for (var i = 0; i < times; i++) {
      limit.refused("bad" + i);
      limit.tolerates("1.2.3.4");
    }
  }

  @Test
  void soManyFailuresOfOneAddressAreAnsweredAndNoMore() {
    fail(2);
    assertThat(limit.tolerates("1.2.3.4")).isTrue();
    assertThat(limit.tolerates("1.2.3.4")).isFalse();
    assertThat(limit.tolerates("1.2.3.5")).isTrue();
  }

  @Test
  void theyAreAnsweredAgainAfterTheWindow() {
    fail(5);
    now += Duration.ofSeconds(11).toNanos();
    assertThat(limit.tolerates("1.2.3.4")).isTrue();
  }

  @Test
  void whatWasNotSeenYetIsLookedAtAmidAnyNoise() {
    fail(100);
    assertThat(limit.ignores("1.2.3.4", "new")).isFalse();
  }

  @Test
  void whatWasRefusedJustNowIsNotLookedAtAgainAmidNoise() {
    fail(2);
    assertThat(limit.ignores("1.2.3.4", "bad0")).isFalse();
    fail(1);
    assertThat(limit.ignores("1.2.3.4", "bad0")).isTrue();
    assertThat(limit.ignores("1.2.3.5", "bad0")).isFalse();
  }

  @Test
  void whatWasRefusedLongAgoIsLookedAtAgainBecauseItMayBeGoodByNow() {
    limit.refused("early");
    now += Duration.ofSeconds(11).toNanos();
    fail(3);
    assertThat(limit.ignores("1.2.3.4", "early")).isFalse();
  }
}
