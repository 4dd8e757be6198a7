package dev.agentsafe.core;

import dev.agentsafe.core.ForwardView.End;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.runner.Forward;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Lists the ports that runs left open, and ends them: when their time is over, when somebody says
 * so, when their agent is stopped, when they lead nowhere any more, when the console closes;
 * thread-safe.
 *
 * <p>Opening one is recorded before it can be used. Closing one happens first and is recorded then:
 * where the journal cannot be written it is closed all the same, and the entry follows.
 */
public final class ForwardDesk {
  private static final System.Logger LOG = System.getLogger(ForwardDesk.class.getName());

  /** No more are open at a time. */
  static final int MOST = 32;

  /** So long a console that closes waits for what is still given back. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String CLOSING = "The console closes.";

  private static final Duration LOOK = Duration.ofMillis(5);

  private final Parts parts;
  private final Map<RunId, Open> open = new LinkedHashMap<>();
  private final Deque<EntryDraft> unwritten = new ConcurrentLinkedDeque<>();
  private final Set<Forward> unsettled = ConcurrentHashMap.newKeySet();

  /** Held while entries are written, which may take long; never by who ends a port. */
  private final Object writing = new Object();

  /** So many ports are being opened or ended: what becomes of them is not recorded yet. */
  private final AtomicInteger moving = new AtomicInteger();

  private boolean closed;
  private boolean warned;

  ForwardDesk(Parts parts) {
    this.parts = parts;
  }

  /**
   * One that is open.
   *
   * @param until its end by the clock
   * @param end the same by {@link System#nanoTime}, which nobody sets back
   */
  private record Open(RunId run, RunView.Asked asked, Forward forward, Instant until, long end) {
    static Open now(RunId run, RunView.Asked asked, Forward forward, Instant now) {
      var life = forward.life();
      return new Open(run, asked, forward, now.plus(life), System.nanoTime() + life.toNanos());
    }

    boolean isOver(Instant now) {
      return !now.isBefore(until) || System.nanoTime() - end >= 0;
    }

    ForwardView view() {
      return new ForwardView(
          run,
          asked,
          new ForwardView.Place(forward.address(), forward.leadsTo()),
          until,
          forward.traffic());
    }
  }

  private ForwardDrafts drafts() {
    return new ForwardDrafts(parts.drafts());
  }

  /** The ones that are open, oldest first. */
  public List<ForwardView> list() {
    return all().stream().map(Open::view).toList();
  }

  /** The time by which they end. */
  public Instant now() {
    return parts.clock().instant();
  }

  private List<Open> all() {
    synchronized (open) {
      return List.copyOf(open.values());
    }
  }

  /** The one that this run left open. */
  public Optional<ForwardView> of(RunId run) {
    return list().stream().filter(f -> f.run().equals(run)).findFirst();
  }

  /**
   * Keeps what a run leaves open, once that is recorded; or ends it and says why.
   *
   * @throws CoreException where it could not be recorded, and was ended
   */
  Optional<String> keep(RunId run, RunView.Asked asked, Forward forward) {
    moving.incrementAndGet();
    try {
      var refusal =
          parts
              .holds()
              .steady(() -> {
                var held = parts.holds().on(asked.request().caller()).map(Hold::words);
                return held.isPresent() ? held : keepNow(run, asked, forward);
              });
      if (refusal.isPresent()) {
        shut(forward);
      }
      return refusal;
    } catch (RuntimeException e) {
      shut(forward);
      throw e;
    } finally {
      moving.decrementAndGet();
    }
  }

  private Optional<String> keepNow(RunId run, RunView.Asked asked, Forward forward) {
    if (isClosed()) {
      // Nothing is recorded as open that could not be recorded as closed any more.
      return Optional.of(CLOSING);
    }
    var one = Open.now(run, asked, forward, parts.clock().instant());
    parts.record(drafts().opened(one.view()));
    var refusal = put(one);
    refusal.ifPresent(why ->
        parts.record(drafts().closed(one.view(), End.STOPPED, Reconciliation.AUTOMATIC, why)));
    return refusal;
  }

  private Optional<String> put(Open one) {
    synchronized (open) {
      if (closed) {
        return Optional.of(CLOSING);
      }
      if (open.size() >= MOST) {
        return Optional.of(MOST + " ports are open already; stop some.");
      }
      open.put(one.run(), one);
      return Optional.empty();
    }
  }

  private boolean isClosed() {
    synchronized (open) {
      return closed;
    }
  }

  /**
   * Ends the one that a run left open.
   *
   * @return why not; empty: it is closed, with every connection through it
   */
  public Optional<String> stop(RunId run, String by, String reason) {
    if (reason.isBlank() || reason.length() > HoldDesk.LONGEST_REASON) {
      return Optional.of("Give a reason of at most " + HoldDesk.LONGEST_REASON + " characters.");
    }
    var found = all().stream().filter(one -> one.run().equals(run)).findFirst();
    if (found.isPresent() && stop(found.get(), by, reason)) {
      write();
      return Optional.empty();
    }
    return Optional.of("The run `" + run + "` has no port open.");
  }

  private boolean stop(Open one, String by, String reason) {
    var said = parts.drafts().secrets().of(one.asked().request()).clean(reason);
    return end(List.of(one), End.STOPPED, by, "Stopped by `" + by + "`: " + said);
  }

  private boolean take(RunId run) {
    synchronized (open) {
      return open.remove(run) != null;
    }
  }

  /** Ends those whose time is over or that lead nowhere any more, and writes what is unwritten. */
  void lookAround() {
    var now = parts.clock().instant();
    for (var one : all()) {
      if (one.isOver(now)) {
        end(List.of(one), End.EXPIRED, Reconciliation.AUTOMATIC, "Its time was over");
      } else {
        one.forward()
            .broken()
            .ifPresent(why -> end(List.of(one), End.BROKEN, Reconciliation.AUTOMATIC, why));
      }
    }
    unsettled.removeIf(Forward::isSettled);
    write();
  }

  /** Ends those of callers that a hold reaches; {@link #write} records it, after the hold. */
  void cut(Predicate<RunView.Asked> which, String by, String words) {
    end(all().stream().filter(one -> which.test(one.asked())).toList(), End.HELD, by, words);
  }

  /**
   * Ends those that are still open; all of them before anything is said about one.
   *
   * @return whether any was
   */
  private boolean end(List<Open> ones, End why, String by, String words) {
    // Counted before they are taken: a console that closes waits for what it does not find any
    // more.
    moving.incrementAndGet();
    try {
      var taken = ones.stream().filter(one -> take(one.run())).toList();
      taken.forEach(one -> shut(one.forward()));
      taken.forEach(one -> unwritten.add(drafts().closed(one.view(), why, by, words)));
      return !taken.isEmpty();
    } finally {
      moving.decrementAndGet();
    }
  }

  /** What goes wrong with closing one keeps nobody from closing the others, nor from saying so. */
  private void shut(Forward forward) {
    unsettled.add(forward);
    try {
      forward.close();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a port may not have been closed in all its parts", e);
    }
  }

  /** Records what was closed; what cannot be recorded now is kept for the next time. */
  void write() {
    synchronized (writing) {
      try {
        for (var next = unwritten.peek(); next != null; next = unwritten.peek()) {
          parts.record(next);
          unwritten.remove();
        }
        warned = false;
      } catch (CoreException e) {
        if (warned) {
          return;
        }
        warned = true;
        LOG.log(System.Logger.Level.WARNING, "a port was closed, and that is not recorded yet", e);
      }
    }
  }

  /** Ends all of them for good, and waits for those whom somebody else opens or ends just now. */
  void close() {
    synchronized (open) {
      closed = true;
    }
    end(all(), End.CONSOLE_CLOSED, Reconciliation.AUTOMATIC, "The console closed");
    long until = System.nanoTime() + PATIENCE.toNanos();
    await(() -> moving.get() == 0, until, "ports are opened or closed still");
    write();
    await(
        () -> unsettled.stream().allMatch(Forward::isSettled),
        until,
        "credentials of closed ports were not given back");
  }

  private static void await(BooleanSupplier done, long until, String otherwise) {
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
        LOG.log(System.Logger.Level.WARNING, otherwise);
        return;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
