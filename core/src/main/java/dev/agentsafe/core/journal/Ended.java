package dev.agentsafe.core.journal;

/** Waits for a thread that was told to end. */
final class Ended {
  private Ended() {}

  /** Returns when it has; an interrupt meanwhile is kept for the caller. */
  static void await(Thread thread) {
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
