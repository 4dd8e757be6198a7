package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lines on their way to the writer, and the caller that waits for them to be durable. */
final class Handover {
  private final List<Line> lines;
  private final Thread caller = Thread.currentThread();
  private volatile @Nullable Outcome outcome;

  Handover(List<Line> lines) {
    this.lines = lines;
  }

  /** What became of the lines. */
  private sealed interface Outcome {
    record Durable(List<Line.Written> written) implements Outcome {}

    record Failed(CoreException why) implements Outcome {}
  }

  List<Line> lines() {
    return lines;
  }

  void durable(List<Line.Written> written) {
    settle(new Outcome.Durable(written));
  }

  void failed(CoreException why) {
    settle(new Outcome.Failed(why));
  }

  private void settle(Outcome settled) {
    outcome = settled;
    if (caller != Thread.currentThread()) {
      LockSupport.unpark(caller);
    }
  }

  /**
   * Waits for the outcome; an interrupt does not end the wait, because the lines may become durable
   * all the same.
   */
  List<Line.Written> await() {
    var interrupted = false;
    var settled = outcome;
    while (settled == null) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
      settled = outcome;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return switch (settled) {
      case Outcome.Durable(var written) -> written;
      case Outcome.Failed(var why) -> throw new CoreException(message(why), why);
    };
  }

  private static String message(CoreException why) {
    return String.valueOf(why.getMessage());
  }
}
