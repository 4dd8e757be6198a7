package dev.agentsafe.core.ship;

import org.jspecify.annotations.Nullable;

/**
 * Lets what may take long be given up from another thread, and nothing else: an interrupt at any
 * other time would also close the files that are being written. Thread-safe.
 */
public final class Turn {
  private final Object gate = new Object();
  private @Nullable Thread busy;
  private boolean stopping;

  /** Nothing is under way. */
  public Turn() {
    // Nobody has told it to stop yet.
  }

  /** What may take long. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws InterruptedException;
  }

  /** Does it, unless told to stop. */
  public <T> T take(Work<T> work) throws InterruptedException {
    synchronized (gate) {
      if (stopping) {
        throw new InterruptedException("told to stop");
      }
      busy = Thread.currentThread();
    }
    try {
      return work.run();
    } finally {
      synchronized (gate) {
        busy = null;
        if (stopping) {
          Thread.interrupted();
        }
      }
    }
  }

  /** Ends what is under way and lets nothing else begin; from any thread. */
  public void giveUp() {
    synchronized (gate) {
      stopping = true;
      if (busy != null) {
        busy.interrupt();
      }
    }
  }
}
