package dev.agentsafe.executors.process;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A kubectl that a gate leads to, kept until the last who goes by it has gone; thread-safe. */
final class Way {
  private final Path socket;
  private final Runnable over;

  /** The gate, and everybody who goes by it. */
  private final AtomicInteger holders = new AtomicInteger(1);

  /**
   * One by that socket file.
   *
   * @param over what follows when nobody needs it any more; must not wait
   */
  Way(Path socket, Runnable over) {
    this.socket = socket;
    this.over = over;
  }

  Path socket() {
    return socket;
  }

  /** Whether somebody may go by it, who then has to leave it. */
  boolean enter() {
    return holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** Goes, as each who entered does once, and the gate when it leads elsewhere. */
  void leave() {
    if (holders.decrementAndGet() == 0) {
      over.run();
    }
  }
}
