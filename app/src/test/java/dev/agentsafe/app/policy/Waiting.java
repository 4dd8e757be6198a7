package dev.agentsafe.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.work.Toolkit;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what the screen does by itself. */
final class Waiting {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private Waiting() {}

  static void until(Callable<Boolean> there) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (!Toolkit.call(there)) {
      assertThat(System.nanoTime()).as("it never came").isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
