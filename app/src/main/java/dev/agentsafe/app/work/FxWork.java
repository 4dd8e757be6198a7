package dev.agentsafe.app.work;

import dev.agentsafe.core.CoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Work on virtual threads with the JavaFX thread as its screen; thread-safe. */
public final class FxWork implements Work, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FxWork.class.getName());

  private final ObservableList<Job> running = FXCollections.observableArrayList();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
  // Virtual threads share as many carriers as there are processors, and keep them while they count.
  private final ExecutorService prompt = started("work-prompt");
  private final ScheduledExecutorService clock = started("work-clock");
  private final FxMonitor monitor;

  /** Work whose actions on the screen that monitor measures. */
  public FxWork(FxMonitor monitor) {
    this.monitor = monitor;
  }

  /** A thread that is there already: who starts one waits until it runs, and that is the screen. */
  private static ScheduledExecutorService started(String name) {
    var thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    thread.prestartAllCoreThreads();
    return thread;
  }

  @Override
  public <T> Job start(
      String label, Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    var job = new Job(label);
    onScreen(() -> running.add(job));
    launch(threads, job, body, done, failed, () -> running.remove(job));
    return job;
  }

  @Override
  public <T> void quietly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    launch(threads, new Job(""), body, done, failed, () -> {});
  }

  @Override
  public <T> void promptly(Body<T> body, Consumer<? super T> done, Consumer<String> failed) {
    launch(prompt, new Job(""), body, done, failed, () -> {});
  }

  private <T> void launch(
      ExecutorService on,
      Job job,
      Body<T> body,
      Consumer<? super T> done,
      Consumer<String> failed,
      Runnable afterwards) {
    if (on.isShutdown()) {
      return;
    }
    on.execute(() -> {
      try {
        var answer = body.run(new Reports(job));
        onScreen(() -> {
          afterwards.run();
          if (!job.isCancelled()) {
            done.accept(answer);
          }
        });
      } catch (Exception | StackOverflowError e) {
        // What is nested too deeply for a stack is an answer too: who waits for one gets it.
        LOG.log(Level.FINE, job.label(), e);
        if (!(e instanceof CoreException)) {
          LOG.log(Level.WARNING, "background work failed", e);
        }
        var why = e.getMessage() == null ? "It could not be done." : e.getMessage();
        onScreen(() -> {
          afterwards.run();
          if (!job.isCancelled()) {
            failed.accept(why);
          }
        });
      }
    });
  }

  @Override
  public void onScreen(Runnable action) {
    if (!threads.isShutdown()) {
      Platform.runLater(() -> monitor.measure(FxMonitor.Kind.ANSWER, action));
    }
  }

  @Override
  public Runnable every(Duration period, Runnable action) {
    // INVARIANT: at most one tick waits for the screen, however slow the screen is.
    var waiting = new AtomicBoolean();
    var ticks =
        clock.scheduleAtFixedRate(
            () -> {
              if (waiting.compareAndSet(false, true)) {
                onScreen(() -> {
                  waiting.set(false);
                  action.run();
                });
              }
            },
            period.toNanos(),
            period.toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> ticks.cancel(false);
  }

  @Override
  public Runnable rested(Duration pause, Runnable action) {
    var last = new AtomicReference<Future<?>>(CompletableFuture.completedFuture(null));
    return () -> {
      if (!clock.isShutdown()) {
        var next = clock.schedule(() -> onScreen(action), pause.toNanos(), TimeUnit.NANOSECONDS);
        last.getAndSet(next).cancel(false);
      }
    };
  }

  @Override
  public ObservableList<Job> running() {
    return running;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    prompt.shutdownNow();
    threads.shutdownNow();
  }

  private final class Reports implements Progress {
    private final Job job;
    private long last;

    Reports(Job job) {
      this.job = job;
    }

    @Override
    public void at(double fraction, String note) {
      var now = System.nanoTime();
      if (fraction >= 1 || now - last > TimeUnit.MILLISECONDS.toNanos(40)) {
        last = now;
        onScreen(() -> job.report(fraction, note));
      }
    }

    @Override
    public boolean cancelled() {
      return job.isCancelled();
    }
  }
}
