package dev.agentsafe.core;

import java.time.Instant;

/**
 * Seconds that never go back, near the wall clock's: what earlier processes recorded by wall clock
 * can be compared with them. Thread-safe.
 */
final class Ticker {
  private final double atStart;
  private final long startNanos;

  Ticker(Instant now) {
    atStart = seconds(now);
    startNanos = System.nanoTime();
  }

  double seconds() {
    return atStart + (System.nanoTime() - startNanos) / 1e9;
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
