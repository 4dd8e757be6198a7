package dev.agentsafe.core;

import dev.agentsafe.core.ForwardView.End;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.runner.Forward;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final Parts parts;
  private final Map<RunId, Open> open = new LinkedHashMap<>();
  private final Deque<EntryDraft> unwritten = new ArrayDeque<>();
  private boolean closed;
  private boolean warned;

  ForwardDesk(Parts parts) {
    this.parts = parts;
  }

  private record Open(RunId run, RunView.Asked asked, Forward forward, Instant until) {
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
    try {
      var refusal =
          parts
              .holds()
              .steady(() -> {
                var held = parts.holds().on(asked.request().caller()).map(Hold::words);
                return held.isPresent() ? held : keepNow(run, asked, forward);
              });
      if (refusal.isPresent()) {
        forward.close();
      }
      return refusal;
    } catch (RuntimeException e) {
      forward.close();
      throw e;
    }
  }

  private Optional<String> keepNow(RunId run, RunView.Asked asked, Forward forward) {
    var one = new Open(run, asked, forward, parts.clock().instant().plus(forward.life()));
    parts.record(drafts().opened(one.view()));
    var refusal = put(one);
    refusal.ifPresent(why ->
        parts.record(drafts().closed(one.view(), End.STOPPED, Reconciliation.AUTOMATIC, why)));
    return refusal;
  }

  private Optional<String> put(Open one) {
    synchronized (open) {
      if (closed) {
        return Optional.of("The console closes.");
      }
      if (open.size() >= MOST) {
        return Optional.of(MOST + " ports are open already; stop some.");
      }
      open.put(one.run(), one);
      return Optional.empty();
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
    var taken = take(run);
    taken.ifPresent(one -> {
      var said = parts.drafts().secrets().of(one.asked().request()).clean(reason);
      end(one, End.STOPPED, by, "Stopped by `" + by + "`: " + said);
      write();
    });
    return taken.isPresent()
        ? Optional.empty()
        : Optional.of("The run `" + run + "` has no port open.");
  }

  private Optional<Open> take(RunId run) {
    synchronized (open) {
      return Optional.ofNullable(open.remove(run));
    }
  }

  /** Ends those whose time is over or that lead nowhere any more, and writes what is unwritten. */
  void lookAround() {
    var now = parts.clock().instant();
    for (var one : all()) {
      if (!now.isBefore(one.until())) {
        endIfOpen(one, End.EXPIRED, Reconciliation.AUTOMATIC, "Its time was over");
      } else {
        one.forward()
            .broken()
            .ifPresent(why -> endIfOpen(one, End.BROKEN, Reconciliation.AUTOMATIC, why));
      }
    }
    write();
  }

  /** Ends those of callers that a hold reaches; {@link #write} records it, after the hold. */
  void cut(Predicate<RunView.Asked> which, String by, String words) {
    all().stream()
        .filter(one -> which.test(one.asked()))
        .forEach(one -> endIfOpen(one, End.HELD, by, words));
  }

  private void endIfOpen(Open one, End why, String by, String words) {
    take(one.run()).ifPresent(taken -> end(taken, why, by, words));
  }

  private void end(Open one, End why, String by, String words) {
    one.forward().close();
    synchronized (unwritten) {
      unwritten.add(drafts().closed(one.view(), why, by, words));
    }
  }

  /** Records what was closed; what cannot be recorded now is kept for the next time. */
  void write() {
    synchronized (unwritten) {
      try {
        while (!unwritten.isEmpty()) {
          parts.record(unwritten.getFirst());
          unwritten.removeFirst();
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

  /** Ends all of them for good. */
  void close() {
    synchronized (open) {
      closed = true;
    }
    for (var one : all()) {
      endIfOpen(one, End.CONSOLE_CLOSED, Reconciliation.AUTOMATIC, "The console closed");
    }
    write();
  }
}
