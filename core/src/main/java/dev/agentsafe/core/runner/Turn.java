package dev.agentsafe.core.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The place of a run among those that write the same things, and the way to call it off;
 * thread-safe.
 */
public final class Turn implements AutoCloseable {
  /** How long an executor may take to stop. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final Lanes lanes;
  private final Set<String> things;
  private final CountDownLatch called = new CountDownLatch(1);
  private final CompletableFuture<Effected> outcome = new CompletableFuture<>();
  private @Nullable Thread acting;
  private Optional<String> calledOff = Optional.empty();
  private boolean over;

  Turn(Lanes lanes, Set<String> things) {
    this.lanes = lanes;
    this.things = Set.copyOf(things);
  }

  Set<String> things() {
    return things;
  }

  /** It is first. */
  void call() {
    called.countDown();
  }

  boolean hasCome() {
    return called.getCount() == 0;
  }

  /** Waits until it is first, is called off or the time is over; says whether it waits no more. */
  boolean await(Duration atMost) throws InterruptedException {
    return called.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Calls the run off: one that waits is not executed, one that acts is interrupted.
   *
   * @return whether it was not over yet; the first reason stays
   */
  public boolean callOff(String why) {
    synchronized (this) {
      if (over) {
        return false;
      }
      calledOff = calledOff.or(() -> Optional.of(why));
      if (acting != null) {
        acting.interrupt();
        var _ =
            outcome.completeOnTimeout(
                new Effected.InDoubt("The executor has not stopped within " + seconds(GRACE) + "."),
                GRACE.toNanos(),
                TimeUnit.NANOSECONDS);
      }
    }
    call();
    return true;
  }

  /** Why it must not go on; empty: it may. */
  synchronized Optional<String> calledOff() {
    return calledOff;
  }

  /**
   * Has the effect, on a thread of its own: only that is ever interrupted, and the deadline holds
   * whatever the executor does.
   */
  Effected act(String name, Callable<Effected> effect, Duration deadline) {
    synchronized (this) {
      if (calledOff.isPresent()) {
        return new Effected.NotDone(calledOff.get());
      }
      acting = Thread.ofVirtual().name(name).start(() -> complete(effect));
    }
    var _ =
        outcome.completeOnTimeout(
            new Effected.InDoubt(
                "The executor did not keep its deadline of " + seconds(deadline) + "."),
            deadline.plus(GRACE).toNanos(),
            TimeUnit.NANOSECONDS);
    var came = outcome.join();
    synchronized (this) {
      if (acting != null) {
        // Nobody waits for it any more; where it has ended nothing happens.
        acting.interrupt();
      }
      acting = null;
    }
    return calledOff().map(why -> told(came, why)).orElse(came);
  }

  private void complete(Callable<Effected> effect) {
    try {
      outcome.complete(effect.call());
    } catch (InterruptedException e) {
      outcome.complete(new Effected.InDoubt("The executor was interrupted."));
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      outcome.complete(new Effected.InDoubt("The executor stopped: " + said(e)));
    } finally {
      // Counts only where nothing else was said: an error that nobody expects.
      outcome.complete(new Effected.InDoubt("The executor ended without an answer."));
    }
  }

  private static Effected told(Effected came, String calledOff) {
    return switch (came) {
      case Effected.Done done -> done;
      case Effected.NotDone(var error) -> new Effected.NotDone(calledOff + " " + error);
      case Effected.InDoubt(var why) -> new Effected.InDoubt(calledOff + " " + why);
    };
  }

  /** What was thrown, in words; an error by its name too, for its message says little alone. */
  public static String said(Throwable e) {
    return e instanceof Error
        ? e.toString()
        : e.getMessage() == null ? "no reason given" : e.getMessage();
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + " s";
  }

  /** Nothing can be called off any more; the next one still waits. */
  synchronized void end() {
    over = true;
  }

  /** Does something, and lets the next one go in the end, however it ends. */
  public void during(Runnable all) {
    try {
      all.run();
    } finally {
      close();
    }
  }

  /** Lets the next one go; nothing can be called off any more. */
  @Override
  public void close() {
    end();
    lanes.leave(this);
  }
}
