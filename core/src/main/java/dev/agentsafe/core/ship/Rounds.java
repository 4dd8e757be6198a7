package dev.agentsafe.core.ship;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Does errands over and over, each on a thread of its own; thread-safe.
 *
 * <p>One that fails is tried again, at first after a short wait, then ever more seldom, at least
 * every five minutes. Whoever fails or hangs holds up nobody else.
 */
public final class Rounds implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Rounds.class.getName());
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final List<Runner> runners = new ArrayList<>();
  private final Runnable unsubscribe;
  private boolean closed;
  private long news;

  /** Something to be done again and again; steps and closing are of one thread. */
  public interface Errand extends AutoCloseable {
    /** What people know it by. */
    String name();

    /** Does the next part of it. */
    Step step() throws InterruptedException;

    /** Ends a step that takes long, and lets no other begin; from any thread. */
    void giveUp();

    @Override
    void close();
  }

  /** What a step came to. */
  public sealed interface Step {
    /** Something was done, and there may be more. */
    record Moved() implements Step {}

    /** There is nothing to do. */
    record Level() implements Step {}

    /** It was not done; try again later. */
    record Failed(String why) implements Step {}
  }

  private Rounds(
      List<? extends Errand> errands, Duration retry, Function<Runnable, Runnable> subscribe) {
    errands.forEach(errand -> runners.add(new Runner(errand, retry)));
    unsubscribe = subscribe.apply(this::wake);
    runners.forEach(Runner::start);
  }

  /**
   * Begins.
   *
   * @param retry the first wait after a failure
   * @param subscribe calls back when there may be something to do; what it returns ends that
   */
  public static Rounds start(
      List<? extends Errand> errands, Duration retry, Function<Runnable, Runnable> subscribe) {
    return new Rounds(errands, retry, subscribe);
  }

  /** There may be something new. */
  private synchronized void wake() {
    news++;
    notifyAll();
  }

  /** Waits for news or so long; false once closed. */
  private synchronized boolean pause(long seen, Duration atMost, boolean untilNews)
      throws InterruptedException {
    var end = System.nanoTime() + atMost.toNanos();
    while (!closed && !(untilNews && news != seen)) {
      var left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return !closed;
  }

  private synchronized long news() {
    return news;
  }

  /** One errand's thread. */
  private final class Runner implements Runnable {
    private final Errand errand;
    private final Duration shortest;
    private final Thread thread;

    Runner(Errand errand, Duration shortest) {
      this.errand = errand;
      this.shortest = shortest;
      this.thread = Thread.ofPlatform().daemon().name("errand " + errand.name()).unstarted(this);
    }

    void start() {
      thread.start();
    }

    @Override
    public void run() {
      try {
        goOn();
      } catch (InterruptedException e) {
        // Closed: whatever is under way is done again at the next start.
        LOG.log(Level.DEBUG, "`{0}` was told to stop", errand.name());
      } finally {
        errand.close();
      }
    }

    private void goOn() throws InterruptedException {
      var wait = shortest;
      for (var on = true; on; ) {
        var seen = news();
        switch (attempt()) {
          case Step.Moved moved -> {
            wait = shortest;
            on = pause(seen, Duration.ZERO, false);
          }
          case Step.Level level -> on = pause(seen, LOOK_AGAIN, true);
          case Step.Failed(var why) -> {
            LOG.log(Level.WARNING, "`{0}` failed: {1}", errand.name(), why);
            on = pause(seen, wait, false);
            wait =
                wait.compareTo(LONGEST_WAIT.dividedBy(2)) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
          }
        }
      }
    }

    private Step attempt() throws InterruptedException {
      try {
        return errand.step();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "`" + errand.name() + "` failed", e);
        return new Step.Failed(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Ends; a step that is under way is given up and done again at the next start. */
  @Override
  public void close() {
    unsubscribe.run();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    runners.forEach(r -> r.errand.giveUp());
    for (var runner : runners) {
      try {
        runner.thread.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
