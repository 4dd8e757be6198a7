package dev.agentsafe.core;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.journal.Scrubber;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.run.WholeObject;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.runner.Turn;
import dev.agentsafe.core.state.Diff;
import dev.agentsafe.core.ticket.SpentTickets;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Spends tickets and runs what they permit, each run on a virtual thread of its own; thread-safe.
 *
 * <p>The newest {@value #KEPT} runs can be looked at; older ones are in the journal.
 */
final class RunDesk {
  static final int KEPT = 2_000;

  /** How long one execution may take, waiting for others on the same object included. */
  static final Duration DEADLINE = Duration.ofMinutes(5);

  /** How long what only the caller is to know waits for it. */
  private static final Duration CONFIDENCE = Duration.ofMinutes(2);

  private final Parts parts;
  private final Runner runner;
  private final SpentTickets spent;
  private final Docket docket;
  private final ReconcileDesk reconciling;
  private final ForwardDesk forwards;
  private final Map<RunId, LiveRun> runs = new LinkedHashMap<>();
  private final AtomicInteger executing = new AtomicInteger();

  RunDesk(Parts parts, Runner runner, SpentTickets spent, Docket docket) {
    this.docket = docket;
    this.reconciling = new ReconcileDesk(parts, runner);
    this.forwards = new ForwardDesk(parts);
    this.parts = parts;
    this.runner = runner;
    this.spent = spent;
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
    var order = new Order(request, ticket.claims().auditId(), DEADLINE);
    var turn = runner.lineUp(order);
    var begins = false;
    try {
      // Before anything is spent: what cannot be kept secret is not begun.
      var scrubber = parts.drafts().secrets().of(request);
      if (!spent.trySpend(ticket.nonce(), ticket.expiresAt())) {
        return new Redeemed.Refused("The ticket was used before; each is good for one execution.");
      }
      var id = parts.ids().run();
      parts.record(parts.runDrafts().intent(request, ticket, id, ground));
      var asked =
          new RunView.Asked(request, order.auditId(), parts.clock().instant(), ground.rollbackOf());
      var live = LiveRun.going(id, asked, turn);
      remember(live);
      executing.incrementAndGet();
      var going = new Going(order, ticket.nonce(), ground, turn, scrubber);
      // All of it: who is next on the target reads back what is watched by then, and acts.
      Thread.ofVirtual().name(id.value()).start(() -> turn.during(() -> execute(live, going)));
      begins = true;
      return new Redeemed.Started(id);
    } finally {
      if (!begins) {
        turn.close();
      }
    }
  }

  /** With what a run goes. */
  private record Going(Order order, String nonce, Ground ground, Turn turn, Scrubber scrubber) {}

  /**
   * Takes a run to its end, whatever is thrown on the way, errors too: with its thread gone nobody
   * else would record what became of it, and it would be going for ever.
   */
  private void execute(LiveRun live, Going going) {
    var scrubber = going.scrubber();
    RunRecord record;
    var objects = new AtomicReference<>(WholeObject.NONE);
    try {
      var found = new AtomicReference<Value.Fields>(Value.EMPTY);
      var watch =
          new Runner.Watch(
              line -> live.say(scrubber.clean(line)),
              before -> {
                found.set(scrubber.clean(before));
                reconciling.lookAtOthersOn(live);
                return changed(going.ground(), found.get());
              },
              () -> stopped(live, found.get()),
              live::confide,
              forward -> forwards.keep(live.id(), live.asked(), forward),
              objects::set);
      record =
          Secrets.clean(scrubber, runner.run(going.order(), going.nonce(), watch, going.turn()));
    } catch (RuntimeException | Error e) {
      record =
          new RunRecord.Unknown(
              new RunRecord.Account(Value.EMPTY, Value.EMPTY, List.of(), 0, ""),
              scrubber.clean("The runner stopped: " + Turn.said(e)));
    }
    try {
      recordEnd(
          going.order().auditId(),
          parts
              .runDrafts()
              .outcome(
                  going.order().request(),
                  going.order().auditId(),
                  live.id(),
                  new RunDrafts.Done(record, going.nonce(), kept(live, objects.get(), scrubber))));
    } catch (RuntimeException | Error e) {
      var why = "The outcome could not be recorded: " + Turn.said(e);
      live.say(why);
      record = new RunRecord.Unknown(record.account(), why);
    } finally {
      executing.decrementAndGet();
    }
    // Watched before anybody learns that it is over: whoever waited for that may count on it.
    live.know(record);
    reconciling.watch(live);
    live.end(record);
    live.keepConfidence(CONFIDENCE);
  }

  /** Keeps what people may want to read; that it cannot be kept is no reason to keep nothing. */
  private Map<String, BlobReference> kept(LiveRun live, WholeObject objects, Scrubber scrubber) {
    var kept = new LinkedHashMap<String, BlobReference>();
    try {
      objects.before().ifPresent(o -> kept.put("before", keep(scrubber.clean(o))));
      objects.after().ifPresent(o -> kept.put("after", keep(scrubber.clean(o))));
    } catch (RuntimeException | Error e) {
      // Whatever is wrong with it, the outcome is recorded.
      live.say("The whole object is not kept: " + scrubber.clean(Turn.said(e)));
    }
    return kept;
  }

  private BlobReference keep(Value.Fields object) {
    return parts.book().journal().keep(object);
  }

  /** The whole object of a run, before and after it; nothing where it was not kept. */
  WholeObject objects(String auditId) {
    return parts.book().threads().of(auditId).reversed().stream()
        .filter(entry -> entry.chain().type().equals(EntryType.STATE_CAPTURE))
        .flatMap(entry -> entry.context().get(BlobReference.BESIDE).stream())
        .findFirst()
        .map(kept -> new WholeObject(object(kept, "before"), object(kept, "after")))
        .orElse(WholeObject.NONE);
  }

  private Optional<Value.Fields> object(Value kept, String when) {
    return kept instanceof Value.Fields fields
            && fields
                    .get(when)
                    .flatMap(BlobReference::of)
                    .flatMap(parts.book().journal()::kept)
                    .orElse(Value.NULL)
                instanceof Value.Fields object
        ? Optional.of(object)
        : Optional.empty();
  }

  /** What a run tells its caller alone, once. */
  Optional<Value.Fields> takeConfidence(RunId id, Caller caller) {
    return parts.holds().on(caller).isPresent()
        ? Optional.empty()
        : find(id)
            .filter(live -> live.asked().request().caller().id().equals(caller.id()))
            .flatMap(LiveRun::takeConfidence);
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

  /**
   * Records that the effect is about to be sent, then says why it must not be any more. Where there
   * is no such entry of a run that a crash cut off, its effect surely did not happen.
   */
  private Optional<String> stopped(LiveRun live, Value.Fields before) {
    try {
      parts.record(parts.runDrafts().begun(live.asked(), live.id(), before));
    } catch (CoreException e) {
      return Optional.of(
          "Nothing was done: its beginning could not be recorded: " + e.getMessage());
    }
    var caller = live.asked().request().caller();
    return parts.holds().steady(() -> parts.holds().on(caller)).map(Hold::words);
  }

  /**
   * Calls a run off: one that waits is not executed, the executor of one that acts is interrupted.
   *
   * @return why not; empty: it is on its way to its end
   */
  Optional<String> callOff(RunId id, String by, String reason) {
    var live = find(id);
    if (live.isEmpty()) {
      return Optional.of("There is no run `" + id + "`.");
    }
    if (!live.get().isOver()) {
      parts.record(parts.runDrafts().calledOff(live.get().asked(), id, by, reason));
      var scrubber = parts.drafts().secrets().of(live.get().asked().request());
      if (live.get().callOff(scrubber.clean("Called off by `" + by + "`: " + reason + "."))) {
        return Optional.empty();
      }
    }
    return Optional.of("The run `" + id + "` is over; roll it back if it did harm.");
  }

  /** Reads back runs that nobody knows the outcome of. */
  ReconcileDesk reconciling() {
    return reconciling;
  }

  /** What runs left open. */
  ForwardDesk forwards() {
    return forwards;
  }

  /** A run that an earlier process began; ended there, or found interrupted. */
  void restore(RunId id, RunView.Asked asked, RunRecord record) {
    var live = LiveRun.over(id, asked, record);
    remember(live);
    reconciling.watch(live);
  }

  private void remember(LiveRun live) {
    synchronized (runs) {
      runs.put(live.id(), live);
      if (runs.size() > KEPT) {
        runs.values().stream()
            .filter(LiveRun::isOver)
            .map(LiveRun::id)
            .findFirst()
            .ifPresent(runs::remove);
      }
    }
  }

  /** That run, where it is kept. */
  Optional<LiveRun> find(RunId id) {
    synchronized (runs) {
      return Optional.ofNullable(runs.get(id));
    }
  }

  Optional<RunView> view(RunId id) {
    return find(id).map(this::view);
  }

  private RunView view(LiveRun live) {
    // What was read back of it is recorded and known in one step: both are seen, or neither.
    synchronized (live) {
      var record = live.record();
      return new RunView(
          live.id(),
          live.asked(),
          record,
          record.map(r -> Diff.between(r.account().before(), r.account().after())),
          live.output(),
          parts.book().threads().of(live.asked().auditId()));
    }
  }

  Optional<RunView> await(RunId id, Duration atMost) throws InterruptedException {
    var live = find(id);
    if (live.isPresent()) {
      var _ = live.get().awaitEnd(atMost);
    }
    return live.map(this::view);
  }

  /** What has begun and not ended, of the runs that a condition selects; oldest first. */
  List<RunView> running(Predicate<RunView.Asked> which) {
    return all().stream()
        .filter(live -> !live.isOver() && which.test(live.asked()))
        .map(this::view)
        .toList();
  }

  List<RunView> views() {
    return all().reversed().stream().map(this::view).toList();
  }

  private List<LiveRun> all() {
    synchronized (runs) {
      return List.copyOf(runs.values());
    }
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
