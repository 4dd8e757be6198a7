package dev.agentsafe.executors.kubernetes;

import java.time.Duration;

/** Small things said to people. */
final class Words {
  private Words() {}

  static String of(Duration time) {
    return time.toMillis() < 1_000
        ? Math.max(1, time.toMillis()) + " ms"
        : Math.round(time.toMillis() / 1_000.0) + " s";
  }

  static String pods(long count) {
    return count == 1 ? "1 pod" : count + " pods";
  }
}
