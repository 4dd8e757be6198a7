package dev.agentsafe.core;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Diff;
import dev.agentsafe.core.ticket.SpentTickets;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Spends tickets and runs what they permit, each run on a virtual thread of its own; thread-safe.
 *
 * <p>The newest {@value #KEPT} runs can be looked at; older ones are in the journal.
 */
final class RunDesk {
  private static final int KEPT = 2_000;
  private static final int MOST_OUTPUT_LINES = 2_000;

  /** How long one execution may take. */
  static final Duration DEADLINE = Duration.ofMinutes(5);

  private final Parts parts;
  private final Runner runner;
  private final SpentTickets spent;
  private final Docket docket;
  private final Map<RunId, Live> runs = new LinkedHashMap<>();
  private final AtomicInteger executing = new AtomicInteger();

  RunDesk(Parts parts, Runner runner, SpentTickets spent, Docket docket) {
    this.docket = docket;
    this.parts = parts;
    this.runner = runner;
    this.spent = spent;
  }

  /** A run and what is known of it so far; guarded by itself. */
  private static final class Live {
    private final RunView.Asked asked;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<String> output = new ArrayList<>();
    private Optional<RunRecord> record = Optional.empty();

    Live(RunView.Asked asked) {
      this.asked = asked;
    }

    synchronized void say(String line) {
      if (output.size() < MOST_OUTPUT_LINES) {
        output.add(line);
      }
    }

    void end(RunRecord how) {
      synchronized (this) {
        record = Optional.of(how);
      }
      ended.countDown();
    }

    synchronized boolean isOver() {
      return record.isPresent();
    }
  }

  /**
   * Why something runs.
   *
   * @param rollbackOf the decision that it undoes
   * @param brokeGlass whether one person approved it alone
   * @param shown what people were shown when they approved it
   */
  record Ground(Optional<String> rollbackOf, boolean brokeGlass, Optional<ShownState> shown) {}

  /** Spends a ticket that was verified for this request, and begins its run. */
  Redeemed begin(Ticket ticket, ActionRequest request, Ground ground) {
    if (!spent.trySpend(ticket.nonce(), ticket.expiresAt())) {
      return new Redeemed.Refused("The ticket was used before; each is good for one execution.");
    }
    var id = parts.ids().run();
    parts.record(parts.runDrafts().intent(request, ticket, id, ground));
    var live =
        new Live(
            new RunView.Asked(
                request, ticket.claims().auditId(), parts.clock().instant(), ground.rollbackOf()));
    remember(id, live);
    executing.incrementAndGet();
    Thread.ofVirtual().name(id.value()).start(() -> execute(id, live, ticket.nonce(), ground));
    return new Redeemed.Started(id);
  }

  private void execute(RunId id, Live live, String nonce, Ground ground) {
    var asked = live.asked;
    var scrubber = parts.drafts().secrets().of(asked.request());
    RunRecord record;
    try {
      var order = new Order(asked.request(), asked.auditId(), DEADLINE);
      var watch =
          new Runner.Watch(
              line -> live.say(scrubber.clean(line)),
              before -> changed(ground, scrubber.clean(before)),
              () -> stopped(asked.request().caller()));
      record = Secrets.clean(scrubber, runner.run(order, nonce, watch));
    } catch (RuntimeException e) {
      record =
          new RunRecord.Unknown(
              new RunRecord.Account(Value.EMPTY, Value.EMPTY, List.of(), 0, ""),
              scrubber.clean("The runner stopped: " + e.getMessage()));
    }
    try {
      recordEnd(
          asked.auditId(),
          parts
              .runDrafts()
              .outcome(asked.request(), asked.auditId(), id, new RunDrafts.Done(record, nonce)));
    } catch (CoreException e) {
      live.say("The outcome could not be recorded: " + e.getMessage());
      record =
          new RunRecord.Unknown(
              record.account(), "The outcome could not be recorded: " + e.getMessage());
    } finally {
      executing.decrementAndGet();
    }
    live.end(record);
  }

  /** Why a run must not go on from a state that is not the one people approved. */
  private static Optional<String> changed(Ground ground, Value.Fields before) {
    return ground
        .shown()
        .flatMap(shown -> shown.changeToCaptured(before))
        .map(words -> "evidence_changed: " + words + ". Nothing was done; ask again.");
  }

  /** A step of a plan ends while no other step of a plan can begin. */
  private void recordEnd(String auditId, List<EntryDraft> outcome) {
    if (parts.courses().ofDecision(auditId).isEmpty()) {
      parts.record(outcome);
    } else {
      docket.deciding(() -> parts.record(outcome));
    }
  }

  /** Why a run that waited for its turn must not have its effect any more. */
  private Optional<String> stopped(Caller caller) {
    return parts.holds().steady(() -> parts.holds().on(caller)).map(Hold::words);
  }

  /** A run that an earlier process began; ended there, or found interrupted. */
  void restore(RunId id, RunView.Asked asked, RunRecord record) {
    var live = new Live(asked);
    live.end(record);
    remember(id, live);
  }

  private void remember(RunId id, Live live) {
    synchronized (runs) {
      runs.put(id, live);
      if (runs.size() > KEPT) {
        runs.entrySet().stream()
            .filter(e -> e.getValue().isOver())
            .map(Map.Entry::getKey)
            .findFirst()
            .ifPresent(runs::remove);
      }
    }
  }

  Optional<RunView> view(RunId id) {
    Live live;
    synchronized (runs) {
      live = runs.get(id);
    }
    return Optional.ofNullable(live).map(l -> view(id, l));
  }

  private RunView view(RunId id, Live live) {
    Optional<RunRecord> record;
    List<String> output;
    synchronized (live) {
      record = live.record;
      output = List.copyOf(live.output);
    }
    return new RunView(
        id,
        live.asked,
        record,
        record.map(r -> Diff.between(r.account().before(), r.account().after())),
        output,
        parts.book().threads().of(live.asked.auditId()));
  }

  Optional<RunView> await(RunId id, Duration atMost) throws InterruptedException {
    Live live;
    synchronized (runs) {
      live = runs.get(id);
    }
    if (live == null) {
      return Optional.empty();
    }
    if (!live.ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      return view(id);
    }
    return Optional.of(view(id, live));
  }

  /** What has begun and not ended, of the runs that a condition selects; oldest first. */
  List<RunView> running(Predicate<RunView.Asked> which) {
    List<Map.Entry<RunId, Live>> open;
    synchronized (runs) {
      open =
          runs.entrySet().stream()
              .filter(e -> !e.getValue().isOver() && which.test(e.getValue().asked))
              .map(e -> Map.entry(e.getKey(), e.getValue()))
              .toList();
    }
    return open.stream().map(e -> view(e.getKey(), e.getValue())).toList();
  }

  List<RunView> views() {
    List<Map.Entry<RunId, Live>> all;
    synchronized (runs) {
      all = runs.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue())).toList();
    }
    return all.reversed().stream().map(e -> view(e.getKey(), e.getValue())).toList();
  }

  /** Waits until nothing is executing or the time is over; says whether nothing is. */
  boolean quiesce(Duration atMost) throws InterruptedException {
    var until = Instant.now().plus(atMost);
    while (executing.get() > 0 && Instant.now().isBefore(until)) {
      Thread.sleep(10);
    }
    return executing.get() == 0;
  }
}
