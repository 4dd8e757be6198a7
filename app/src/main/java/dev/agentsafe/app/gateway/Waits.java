package dev.agentsafe.app.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Counts the calls that wait, and lets them go when the gateway stops; thread-safe. */
final class Waits {
  /**
   * Waiting threads are never interrupted, because an interrupted write closes a file: they look up
   * this often instead.
   */
  private static final Duration SLICE = Duration.ofMillis(500);

  private final Semaphore places;
  private volatile boolean over;

  /** So many may wait at a time. */
  Waits(int most) {
    places = new Semaphore(most);
  }

  /** Waits for something, no longer than it is told. */
  interface Waiting<T> {
    T forAtMost(Duration time) throws InterruptedException;
  }

  /** Takes a place to wait; false where too many wait already. */
  boolean enter() {
    return places.tryAcquire();
  }

  /** Gives the place back. */
  void leave() {
    places.release();
  }

  /** Waits until it is settled, the time is over or the gateway stops. */
  <T> T await(Duration atMost, Waiting<T> waiting, Predicate<T> settled)
      throws InterruptedException {
    var until = System.nanoTime() + atMost.toNanos();
    while (true) {
      var left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
      var now = waiting.forAtMost(left.compareTo(SLICE) < 0 ? left : SLICE);
      if (settled.test(now) || over || System.nanoTime() >= until) {
        return now;
      }
    }
  }

  /** Whether nobody may wait any longer. */
  boolean over() {
    return over;
  }

  /** Lets all of them go. */
  void end() {
    over = true;
  }

  /** The answer where too many wait. */
  static Answer full() {
    return Answer.error(
        503,
        new Answer.Fault(
            "too_many_waiting",
            "Too many calls wait; ask again without `wait`, or later.",
            Optional.empty(),
            Optional.empty()),
        java.util.Map.of("Retry-After", "5"));
  }
}
