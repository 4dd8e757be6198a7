package dev.agentsafe.core;

import dev.agentsafe.core.Reconciliation.Finding;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Runner;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads back runs that nobody knows the outcome of, and records what is found; thread-safe.
 *
 * <p>It looks with growing pauses until all of the effect is there, or until what the run sent
 * before its deadline cannot arrive any more: before that a request may still be under way, so that
 * nothing is said not to have happened. What cannot be told stays unknown, and people can have it
 * looked at again.
 */
final class ReconcileDesk {
  private static final System.Logger LOG = System.getLogger(ReconcileDesk.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * How long after a run's deadline what it sent may still arrive. An executor may take ten seconds
   * more to stop, and an API server goes on with a request for a minute where nobody says else.
   */
  static final Duration ARRIVING = Duration.ofSeconds(90);

  /** So many are begun to be looked at in one go: a journal may hold many when it is opened. */
  private static final int AT_ONCE = 4;

  private final Parts parts;
  private final Runner runner;
  private final Map<RunId, Watched> watched = new LinkedHashMap<>();

  ReconcileDesk(Parts parts, Runner runner) {
    this.parts = parts;
    this.runner = runner;
  }

  /** A run that is looked at again and again. */
  private record Watched(LiveRun run, Instant next, Duration pause) {
    Watched later() {
      var longer = pause.multipliedBy(2);
      return new Watched(run, next.plus(pause), longer.compareTo(LONGEST) < 0 ? longer : LONGEST);
    }
  }

  /** Begins to look at a run, where it ended unknown. */
  synchronized void watch(LiveRun run) {
    if (isUnknown(run)) {
      var now = parts.clock().instant();
      watched.put(run.id(), new Watched(run, now.plus(SHORTEST), SHORTEST));
    }
  }

  /** Nobody looks at it by themselves any more. */
  synchronized void leave(RunId id) {
    watched.remove(id);
  }

  private static boolean isUnknown(LiveRun run) {
    return run.record().filter(RunRecord.Unknown.class::isInstance).isPresent();
  }

  /** Looks at the runs whose time has come, each on a thread of its own. */
  void lookAround() {
    var now = parts.clock().instant();
    for (var one : due(now)) {
      Thread.ofVirtual().name("reconcile-" + one.run().id()).start(() -> look(one.run()));
    }
  }

  private synchronized List<Watched> due(Instant now) {
    var due =
        watched.values().stream().filter(w -> !now.isBefore(w.next())).limit(AT_ONCE).toList();
    due.forEach(w -> watched.put(w.run().id(), w.later()));
    return due;
  }

  /** Looks at unknown runs on the same target once more, before another one changes it. */
  void lookAtOthersOn(LiveRun next) {
    List<LiveRun> others;
    synchronized (this) {
      others =
          watched.values().stream()
              .map(Watched::run)
              .filter(r -> r.asked().request().target().equals(next.asked().request().target()))
              .toList();
    }
    others.forEach(this::look);
  }

  private void look(LiveRun run) {
    try {
      var found = found(run, Reconciliation.AUTOMATIC);
      if (found.what().finding().isFinal() || isOver(run, found.what().at())) {
        settle(run, found);
      }
    } catch (CoreException e) {
      LOG.log(System.Logger.Level.WARNING, "what was read back was not recorded", e);
    }
  }

  /** Looks now, because somebody asks, and records what is found. */
  Reconciliation look(LiveRun run, String by) {
    var found = found(run, by);
    settle(run, found);
    return found.what();
  }

  private record Found(Reconciliation what, Value.Fields now) {}

  private Found found(LiveRun run, String by) {
    var asked = run.asked();
    var order = new Order(asked.request(), asked.auditId(), LOOK);
    var scrubber = parts.drafts().secrets().of(asked.request());
    var found = runner.readBack(order, run.before());
    var at = parts.clock().instant();
    var now = scrubber.clean(found.now());
    var words = scrubber.clean(found.readback().words());
    return switch (found.readback()) {
      case Readback.Happened _ ->
          new Found(new Reconciliation(Finding.HAPPENED, words, at, by), now);
      case Readback.Partly _ -> new Found(new Reconciliation(Finding.PARTLY, words, at, by), now);
      case Readback.Open _ ->
          new Found(new Reconciliation(Finding.OPEN, words, at, by), Value.EMPTY);
      case Readback.Absent _ when isOver(run, at) ->
          new Found(new Reconciliation(Finding.DID_NOT_HAPPEN, words, at, by), now);
      case Readback.Absent _ ->
          new Found(
              new Reconciliation(
                  Finding.OPEN,
                  words + " Its request may still be under way until " + end(run) + ".",
                  at,
                  by),
              Value.EMPTY);
    };
  }

  private static Instant end(LiveRun run) {
    return run.asked().startedAt().plus(RunDesk.DEADLINE).plus(ARRIVING);
  }

  /** Whether nothing that the run sent can arrive any more. */
  private static boolean isOver(LiveRun run, Instant now) {
    return !now.isBefore(end(run));
  }

  /** Records it once, whoever found it first. */
  private void settle(LiveRun run, Found found) {
    synchronized (run) {
      if (!isUnknown(run)) {
        return;
      }
      var known = found.what().applied(run.record().orElseThrow(), found.now());
      parts.record(
          parts.runDrafts().reconciled(run.asked(), run.id(), found.what(), known.account()));
      run.know(known);
    }
    if (found.what().finding().isFinal() || isOver(run, found.what().at())) {
      leave(run.id());
    }
  }

  /** Whether somebody may ask for that run to be read back; empty: yes. */
  static Optional<String> objection(LiveRun run) {
    return isUnknown(run)
        ? Optional.empty()
        : Optional.of(
            run.isOver()
                ? "How the run `" + run.id() + "` ended is known."
                : "The run `" + run.id() + "` is not over.");
  }
}
