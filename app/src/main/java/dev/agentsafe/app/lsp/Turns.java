package dev.agentsafe.app.lsp;

import dev.agentsafe.core.CoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that everything is done on, in the order in which it was asked for; checks wait
 * until nothing has changed for a moment, so that answers come before them. Thread-safe.
 */
final class Turns implements AutoCloseable {
  /** So long nothing must have changed before files are checked. */
  private static final long PAUSE_MS = 40;

  private final ScheduledThreadPoolExecutor thread;
  private final Consumer<RuntimeException> failed;
  private @Nullable ScheduledFuture<?> check;

  /**
   * A thread that waits for work.
   *
   * @param failed told of what went wrong in work that nobody waits for
   */
  Turns(Consumer<RuntimeException> failed) {
    this.failed = failed;
    thread =
        new ScheduledThreadPoolExecutor(
            1, work -> Thread.ofPlatform().name("language").daemon().unstarted(work));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
    // What comes after the end is not done.
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Answers when it is its turn; what is called off before that is not done. */
  <T extends @Nullable Object> CompletableFuture<T> answer(Supplier<T> work) {
    var answer = new CompletableFuture<T>();
    thread.execute(() -> {
      if (!answer.isDone()) {
        try {
          answer.complete(work.get());
        } catch (RuntimeException | StackOverflowError e) {
          answer.completeExceptionally(e);
        }
      }
    });
    return answer;
  }

  /** Does something when it is its turn. */
  void take(Runnable work) {
    thread.execute(safely(work));
  }

  /** Does something once nothing has come for a moment; in the place of what waits for that. */
  synchronized void settle(Runnable work) {
    if (check != null) {
      check.cancel(false);
    }
    check = thread.schedule(safely(work), PAUSE_MS, TimeUnit.MILLISECONDS);
  }

  private Runnable safely(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        failed.accept(e);
      } catch (StackOverflowError e) {
        failed.accept(new CoreException("something is nested too deep", e));
      }
    };
  }

  /** Ends the thread; what still waits is not done. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
