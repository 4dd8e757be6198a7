package dev.agentsafe.core.runner;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.run.RunRecord.Account;
import dev.agentsafe.core.run.WholeObject;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Executes orders whose ticket was spent, with state before and after; thread-safe.
 *
 * <p>Two runs that write one thing never overlap. Nothing is tried twice.
 */
public final class Runner {
  private final List<Executor> executors;
  private final InstantSource clock;
  private final Attempts attempts;
  private final Lanes lanes = new Lanes();

  /** A runner that asks these executors in order; the first that reaches a target acts on it. */
  public Runner(List<Executor> executors, InstantSource clock) {
    this(executors, clock, Credentials.NONE);
  }

  /** A runner that asks for credentials before each effect, and ends them after it. */
  public Runner(List<Executor> executors, InstantSource clock, Credentials credentials) {
    this.executors = List.copyOf(executors);
    this.clock = clock;
    this.attempts = new Attempts(credentials, clock);
  }

  /** What an order would change, read from live state. */
  public Rehearsal.Outcome rehearse(Order order) {
    return executorOf(order)
        .map(e -> rehearse(e, order))
        .orElseGet(() -> new Rehearsal.Outcome.NotPossible(nobodyReaches(order), Optional.empty()));
  }

  private static Rehearsal.Outcome rehearse(Executor executor, Order order) {
    return switch (Look.at(order, "rehearsal", () -> executor.rehearse(order))) {
      case Look.Saw<Rehearsal.Outcome>(var outcome) -> outcome;
      case Look.Nothing<Rehearsal.Outcome>(var why) -> notRead(why);
    };
  }

  /**
   * Looks whether an effect happened that nobody knows of, and how its target stands now.
   *
   * @param before the state that was found before the effect; empty where it is not known
   */
  public Found readBack(Order order, Value.Fields before) {
    var executor = executorOf(order);
    if (executor.isEmpty()) {
      return new Found(new Readback.Open(nobodyReaches(order)), Value.EMPTY);
    }
    var found =
        Look.at(
            order,
            "read-back",
            () -> new Found(executor.get().readBack(order, before), executor.get().read(order)));
    return switch (found) {
      case Look.Saw<Found>(var saw) -> saw;
      case Look.Nothing<Found>(var why) ->
          new Found(new Readback.Open("The target cannot be read: " + why + "."), Value.EMPTY);
    };
  }

  /**
   * What was found.
   *
   * @param now declared state fields; empty where they could not be read
   */
  public record Found(Readback readback, Value.Fields now) {}

  /** The state fields that an order's action declares, as they are; empty: they cannot be read. */
  public Optional<Value.Fields> read(Order order) {
    return executorOf(order)
        .map(executor -> Look.at(order, "state", () -> executor.read(order)))
        .flatMap(Look::answered);
  }

  /** Who wrote what an order is about, the latest first; empty where nobody can tell. */
  public List<Writer> writers(Order order) {
    return executorOf(order)
        .map(executor -> Look.at(order, "writers", () -> executor.writers(order)))
        .flatMap(Look::answered)
        .orElse(List.of());
  }

  /** How the first executor that does an action says it does it. */
  public Optional<Manual> manual(ActionName action) {
    return executors.stream().flatMap(e -> e.manual(action).stream()).findFirst();
  }

  private static Rehearsal.Outcome notRead(String why) {
    return new Rehearsal.Outcome.NotPossible(
        "Live state cannot be read: " + why,
        Optional.of("Check that the target's system can be reached from here."));
  }

  /**
   * A place behind the runs that were lined up before and write the same things: the target, what
   * it is bound to, what the executor names. What changes nothing by its nature waits for nobody.
   */
  public Turn lineUp(Order order) {
    var executor = executorOf(order);
    var action = order.request().action().name();
    var things = new HashSet<String>();
    if (executor
        .flatMap(e -> e.manual(action))
        .filter(m -> m.undoing() instanceof Manual.Undoing.ChangesNothing)
        .isEmpty()) {
      var target = order.request().target();
      things.add("target " + target.id());
      target.binding().map(Runner::bound).ifPresent(things::add);
      executor.map(e -> e.things(order)).ifPresent(things::addAll);
    }
    return lanes.lineUp(things);
  }

  private static String bound(Target.Binding binding) {
    return binding.system() + " " + new TreeMap<>(binding.coordinates());
  }

  /** Lines up and does what the order says, once. */
  public RunRecord run(Order order, String nonce, Watch watch) {
    try (var turn = lineUp(order)) {
      return run(order, nonce, watch, turn);
    }
  }

  /**
   * Does what the order says, once, when its turn has come. Waiting counts for the deadline: an
   * order whose deadline passes meanwhile is not executed.
   *
   * @param nonce of the ticket that was durably spent for it; the caller answers for that
   * @param turn is over in the end, and is left to the caller to close: whoever is next acts from
   *     then on
   */
  public RunRecord run(Order order, String nonce, Watch watch, Turn turn) {
    try {
      var executor = executorOf(order);
      if (executor.isEmpty()) {
        return new RunRecord.Skipped(nothingSeen(""), nobodyReaches(order));
      }
      long began = System.nanoTime();
      if (!turn.hasCome()) {
        watch.progress().accept("Waiting: another run on the same object comes first");
      }
      var inTime = turn.await(order.deadline());
      var left = order.deadline().minusNanos(System.nanoTime() - began);
      var why =
          turn.calledOff()
              .or(() -> inTime && left.isPositive() ? Optional.empty() : Optional.of(late(order)));
      return why.<RunRecord>map(w -> new RunRecord.Skipped(nothingSeen(executor.get().name()), w))
          .orElseGet(() ->
              run(
                  executor.get(),
                  new Order(order.request(), order.auditId(), left),
                  new Attempts.Going(nonce, watch, turn)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RunRecord.Skipped(nothingSeen(""), "It was interrupted while it waited.");
    } finally {
      turn.end();
    }
  }

  private static String late(Order order) {
    return "Its deadline of "
        + order.deadline().toSeconds()
        + " s passed while it waited for other runs on the same object; nothing was done.";
  }

  /**
   * Who follows a run; called from its thread.
   *
   * @param progress takes lines for people
   * @param objection asked with the state before: why the run must not go on from it
   * @param stop asked right before the effect: why it must not happen any more
   * @param confidant takes what only the caller is to know
   * @param keeper takes what the effect leaves open, or ends it and says why
   * @param reader takes the whole object, each time that more of it was seen
   */
  public record Watch(
      Consumer<String> progress,
      Function<Value.Fields, Optional<String>> objection,
      Supplier<Optional<String>> stop,
      Consumer<Value.Fields> confidant,
      Function<Forward, Optional<String>> keeper,
      Consumer<WholeObject> reader) {

    /** The same for a run that goes on from any state, confides in nobody, leaves nothing open. */
    public Watch(Consumer<String> progress, Supplier<Optional<String>> stop) {
      this(progress, state -> Optional.empty(), stop, secrets -> {}, Watch::refused);
    }

    /** The same where nobody reads the whole object. */
    public Watch(
        Consumer<String> progress,
        Function<Value.Fields, Optional<String>> objection,
        Supplier<Optional<String>> stop,
        Consumer<Value.Fields> confidant,
        Function<Forward, Optional<String>> keeper) {
      this(progress, objection, stop, confidant, keeper, object -> {});
    }

    private static Optional<String> refused(Forward forward) {
      forward.close();
      return Optional.of("nobody here looks after what is left open");
    }
  }

  private RunRecord run(Executor executor, Order order, Attempts.Going going) {
    var watch = going.watch();
    var progress = watch.progress();
    long began = clock.millis();
    Seen seen;
    Value.Fields before;
    List<PrecheckResult> prechecks;
    try {
      progress.accept("Reading state before");
      seen = executor.look(order);
      watch.reader().accept(new WholeObject(seen.object(), Optional.empty()));
      before = seen.fields();
      var objection = watch.objection().apply(before);
      if (objection.isPresent()) {
        return new RunRecord.Skipped(
            new Account(before, before, List.of(), clock.millis() - began, executor.name()),
            objection.get());
      }
      prechecks = executor.precheck(order);
    } catch (RuntimeException | Error e) {
      // An error too, such as of a class that is missing: nothing was done yet, and that is known.
      return new RunRecord.Failed(
          nothingSeen(executor.name()), "State before could not be read: " + Turn.said(e));
    }
    for (var check : prechecks) {
      progress.accept(
          (check.passed() ? "pass " : check.advisory() ? "warn " : "fail ")
              + check.name()
              + (check.message().isEmpty() ? "" : ": " + check.message()));
    }
    var failed = prechecks.stream().filter(c -> !c.passed() && !c.advisory()).findFirst();
    if (failed.isPresent()) {
      var account = new Account(before, before, prechecks, clock.millis() - began, executor.name());
      return new RunRecord.Skipped(
          account, "Precheck `" + failed.get().name() + "` failed: " + failed.get().message());
    }
    Effected effected;
    switch (attempts.of(executor, order, going)) {
      case Attempt.Made(var made) -> effected = made;
      case Attempt.Not(var why) -> {
        var account =
            new Account(before, before, prechecks, clock.millis() - began, executor.name());
        return new RunRecord.Skipped(account, why);
      }
    }
    var after = readAfter(executor, order, progress);
    watch.reader().accept(new WholeObject(seen.object(), after.flatMap(Seen::object)));
    var account =
        new Account(
            before,
            after.map(Seen::fields).orElse(Value.EMPTY),
            prechecks,
            clock.millis() - began,
            executor.name());
    return switch (effected) {
      case Effected.Done(var output) -> new RunRecord.Succeeded(account, output);
      case Effected.NotDone(var error) -> new RunRecord.Failed(account, error);
      case Effected.InDoubt(var why) -> new RunRecord.Unknown(account, why);
    };
  }

  private static Optional<Seen> readAfter(
      Executor executor, Order order, Consumer<String> progress) {
    try {
      progress.accept("Reading state after");
      return Optional.of(executor.look(order));
    } catch (RuntimeException | Error e) {
      // What became of the effect is known; that nobody can look any more does not change it.
      progress.accept("State after could not be read: " + Turn.said(e));
      return Optional.empty();
    }
  }

  private Optional<Executor> executorOf(Order order) {
    var request = order.request();
    return executors.stream()
        .filter(e -> e.actions().contains(request.action().name()) && e.reaches(request.target()))
        .findFirst();
  }

  private static String nobodyReaches(Order order) {
    var request = order.request();
    return request.target().binding().isEmpty()
        ? "`"
            + request.target().id()
            + "` has no binding in the inventory, so nothing is executed on it; say there what it"
            + " is."
        : "No executor here does `"
            + request.action().name()
            + "` on `"
            + request.target().id()
            + "`; see which are configured in the workspace.";
  }

  private static Account nothingSeen(String executor) {
    return new Account(Value.EMPTY, Value.EMPTY, List.of(), 0, executor);
  }
}
