package dev.agentsafe.core.runner;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What came of letting an executor read.
 *
 * @param <T> what it answers with
 */
sealed interface Look<T> {
  /** It answered. */
  record Saw<T>(T answer) implements Look<T> {}

  /** It did not, and this is why. */
  record Nothing<T>(String why) implements Look<T> {}

  /** What it answered; empty where it did not. */
  default Optional<T> answered() {
    return switch (this) {
      case Saw<T>(var answer) -> Optional.of(answer);
      case Nothing<T> nothing -> Optional.empty();
    };
  }

  /**
   * Reads on a thread of its own, so that the order's deadline holds whatever the executor does.
   */
  static <T> Look<T> at(Order order, String what, Callable<T> read) {
    var answer = new FutureTask<>(read);
    var reading = Thread.ofVirtual().name(what + "-" + order.auditId()).start(answer);
    try {
      return new Saw<>(answer.get(order.deadline().toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      return new Nothing<>(
          e.getCause() instanceof RuntimeException failed
              ? Turn.said(failed)
              : "the reader failed");
    } catch (TimeoutException e) {
      reading.interrupt();
      return new Nothing<>("no answer within " + order.deadline().toSeconds() + " s");
    } catch (InterruptedException e) {
      reading.interrupt();
      Thread.currentThread().interrupt();
      return new Nothing<>("interrupted");
    }
  }
}
