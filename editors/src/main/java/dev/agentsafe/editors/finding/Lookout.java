package dev.agentsafe.editors.finding;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Looks through texts for so long at most, whatever the expression; thread-safe.
 *
 * <p>Each look has a thread of its own, which keeps no virtual thread and no end of the program
 * waiting. One that cannot be stopped is left alone; while too many are left no other begins, and
 * one that would waits so long for an end of them.
 */
public final class Lookout {
  private static final int MOST = 4;

  private final Duration patience;
  private final Semaphore free = new Semaphore(MOST);

  /** One that waits so long. */
  public Lookout(Duration patience) {
    this.patience = patience;
  }

  /**
   * What comes of looking.
   *
   * @param <T> what that is
   * @param look is told whether it is called off
   * @param ended takes its place where that takes too long
   */
  public <T> T look(Function<BooleanSupplier, T> look, BooleanSupplier calledOff, T ended)
      throws InterruptedException, ExecutionException {
    // Those that were called off just now are about to end.
    if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return ended;
    }
    var isOver = new AtomicBoolean();
    var task =
        new FutureTask<>(() -> {
          try {
            return look.apply(() -> isOver.get() || calledOff.getAsBoolean());
          } finally {
            free.release();
          }
        });
    Thread.ofPlatform().daemon().name("find").start(task);
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return ended;
    } finally {
      isOver.set(true);
    }
  }
}
