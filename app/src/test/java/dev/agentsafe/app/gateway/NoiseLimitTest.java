package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NoiseLimitTest {
  private long now = Duration.ofDays(1).toNanos();
  private final NoiseLimit limit = new NoiseLimit(3, Duration.ofSeconds(10), () -> now);

  private void fail(int times) {
    for (var i = 0; i < times; i++) {
      limit.failed("1.2.3.4", "bad" + i);
    }
  }

  @Test
  void oneAddressIsShutOutAfterSoManyFailures() {
    fail(2);
    assertThat(limit.admits("1.2.3.4", "new")).isTrue();
    fail(1);
    assertThat(limit.admits("1.2.3.4", "new")).isFalse();
    assertThat(limit.admits("1.2.3.5", "new")).isTrue();
  }

  @Test
  void itIsLetInAgainAfterTheWindow() {
    fail(3);
    now += Duration.ofSeconds(11).toNanos();
    assertThat(limit.admits("1.2.3.4", "new")).isTrue();
  }

  @Test
  void noiseDoesNotKeepOutWhoWasGoodBefore() {
    limit.succeeded("good");
    fail(10);
    assertThat(limit.admits("1.2.3.4", "good")).isTrue();
    limit.failed("1.2.3.4", "good");
    assertThat(limit.admits("1.2.3.4", "good")).isFalse();
  }
}
