package dev.agentsafe.executors.order;

import java.time.Duration;

/** The moment after which nobody waits any longer; immutable. */
public final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  /** That long from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left, never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** What is left of it, and at most so much. */
  public Duration left(Duration atMost) {
    var left = left();
    return left.compareTo(atMost) < 0 ? left : atMost;
  }

  /** Whether it has passed. */
  public boolean isOver() {
    return left().isZero();
  }
}
