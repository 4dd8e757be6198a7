package dev.agentsafe.core.runner;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.credential.Secret;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.run.RunRecord.Account;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Executes orders whose ticket was spent, with state before and after; thread-safe.
 *
 * <p>Two runs on one target never overlap. Nothing is tried twice.
 */
public final class Runner {
  private final List<Executor> executors;
  private final InstantSource clock;
  private final Credentials credentials;
  private final Map<Target, Lane> lanes = new HashMap<>();

  /** One run at a time passes; forgotten when nobody is in it. */
  private static final class Lane {
    private final ReentrantLock lock = new ReentrantLock(true);
    private int users;
  }

  /** A runner that asks these executors in order; the first that reaches a target acts on it. */
  public Runner(List<Executor> executors, InstantSource clock) {
    this(executors, clock, Credentials.NONE);
  }

  /** A runner that asks for credentials before each effect, and ends them after it. */
  public Runner(List<Executor> executors, InstantSource clock, Credentials credentials) {
    this.executors = List.copyOf(executors);
    this.clock = clock;
    this.credentials = credentials;
  }

  /** What an order would change, read from live state. */
  public Rehearsal.Outcome rehearse(Order order) {
    return executorOf(order)
        .map(e -> rehearse(e, order))
        .orElseGet(() -> new Rehearsal.Outcome.NotPossible(nobodyReaches(order), Optional.empty()));
  }

  /** On a thread of its own, so that the order's deadline holds whatever the executor does. */
  private static Rehearsal.Outcome rehearse(Executor executor, Order order) {
    var answer = new FutureTask<>(() -> executor.rehearse(order));
    var reading = Thread.ofVirtual().name("rehearsal-" + order.auditId()).start(answer);
    try {
      return answer.get(order.deadline().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return notRead(
          e.getCause() instanceof RuntimeException failed ? said(failed) : "the reader failed");
    } catch (TimeoutException e) {
      reading.interrupt();
      return notRead("no answer within " + order.deadline().toSeconds() + " s");
    } catch (InterruptedException e) {
      reading.interrupt();
      Thread.currentThread().interrupt();
      return notRead("interrupted");
    }
  }

  private static Rehearsal.Outcome notRead(String why) {
    return new Rehearsal.Outcome.NotPossible("Live state cannot be read: " + why, hint());
  }

  /**
   * Does what the order says, once.
   *
   * @param nonce of the ticket that was durably spent for it; the caller answers for that
   */
  public RunRecord run(Order order, String nonce, Watch watch) {
    var executor = executorOf(order);
    if (executor.isEmpty()) {
      return new RunRecord.Skipped(nothingSeen(""), nobodyReaches(order));
    }
    var lane = enter(order.request().target());
    lane.lock.lock();
    try {
      return run(executor.get(), order, nonce, watch);
    } finally {
      lane.lock.unlock();
      leave(order.request().target(), lane);
    }
  }

  /**
   * Who follows a run; called from its thread.
   *
   * @param progress takes lines for people
   * @param objection asked with the state before: why the run must not go on from it
   * @param stop asked right before the effect: why it must not happen any more
   */
  public record Watch(
      Consumer<String> progress,
      Function<Value.Fields, Optional<String>> objection,
      Supplier<Optional<String>> stop) {

    /** The same for a run that goes on from any state. */
    public Watch(Consumer<String> progress, Supplier<Optional<String>> stop) {
      this(progress, state -> Optional.empty(), stop);
    }
  }

  private RunRecord run(Executor executor, Order order, String nonce, Watch watch) {
    var progress = watch.progress();
    long began = clock.millis();
    Value.Fields before;
    List<PrecheckResult> prechecks;
    try {
      progress.accept("Reading state before");
      before = executor.read(order);
      var objection = watch.objection().apply(before);
      if (objection.isPresent()) {
        return new RunRecord.Skipped(
            new Account(before, before, List.of(), clock.millis() - began, executor.name()),
            objection.get());
      }
      prechecks = executor.precheck(order);
    } catch (RuntimeException e) {
      return new RunRecord.Failed(
          nothingSeen(executor.name()), "State before could not be read: " + said(e));
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
    switch (attempt(executor, order, nonce, watch)) {
      case Attempt.Made(var made) -> effected = made;
      case Attempt.Not(var why) -> {
        var account =
            new Account(before, before, prechecks, clock.millis() - began, executor.name());
        return new RunRecord.Skipped(account, why);
      }
    }
    var after = readAfter(executor, order, progress);
    var account =
        new Account(
            before, after.orElse(Value.EMPTY), prechecks, clock.millis() - began, executor.name());
    return switch (effected) {
      case Effected.Done(var output) -> new RunRecord.Succeeded(account, output);
      case Effected.NotDone(var error) -> new RunRecord.Failed(account, error);
      case Effected.InDoubt(var why) -> new RunRecord.Unknown(account, why);
    };
  }

  /** Whether the effect was tried. */
  private sealed interface Attempt {
    record Made(Effected effected) implements Attempt {}

    record Not(String why) implements Attempt {}

    /** The same where it repeats nothing of what it was done with. */
    default Attempt without(Secret secret) {
      return switch (this) {
        case Made(Effected.Done(var output)) -> new Made(new Effected.Done(secret.hide(output)));
        case Made(Effected.NotDone(var error)) ->
            new Made(new Effected.NotDone(secret.hide(error)));
        case Made(Effected.InDoubt(var why)) -> new Made(new Effected.InDoubt(secret.hide(why)));
        case Not not -> not;
      };
    }
  }

  /** Gets the credentials first, so that nothing stands between the last look and the effect. */
  private Attempt attempt(Executor executor, Order order, String nonce, Watch watch) {
    return switch (credentials.obtain(order.request(), order.auditId(), clock.instant())) {
      case Credentials.Outcome.NotNeeded() ->
          attempt(executor, order, new Permit(nonce, Optional.empty()), watch);
      case Credentials.Outcome.Refused(var why) -> new Attempt.Not(why);
      case Credentials.Outcome.Given(var credential) -> {
        watch.progress().accept("Got a " + credential);
        var secret = credential.secret();
        var quiet = new Watch(line -> watch.progress().accept(secret.hide(line)), watch.stop());
        try {
          var permit = new Permit(nonce, Optional.of(credential));
          yield attempt(executor, order, permit, quiet).without(secret);
        } finally {
          credential.end().ifPresent(why -> watch.progress().accept("warn credential: " + why));
        }
      }
    };
  }

  private static Attempt attempt(Executor executor, Order order, Permit permit, Watch watch) {
    var stopped = watch.stop().get();
    if (stopped.isPresent()) {
      return new Attempt.Not(stopped.get());
    }
    try {
      return new Attempt.Made(executor.execute(order, permit, watch.progress()));
    } catch (RuntimeException e) {
      return new Attempt.Made(new Effected.InDoubt("The executor stopped: " + said(e)));
    }
  }

  private static Optional<Value.Fields> readAfter(
      Executor executor, Order order, Consumer<String> progress) {
    try {
      progress.accept("Reading state after");
      return Optional.of(executor.read(order));
    } catch (RuntimeException e) {
      progress.accept("State after could not be read: " + said(e));
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

  private static Optional<String> hint() {
    return Optional.of("Check that the target's system can be reached from here.");
  }

  private static String said(RuntimeException e) {
    return e.getMessage() == null ? "no reason given" : e.getMessage();
  }

  private Lane enter(Target target) {
    synchronized (lanes) {
      var lane = lanes.computeIfAbsent(target, t -> new Lane());
      lane.users++;
      return lane;
    }
  }

  private void leave(Target target, Lane lane) {
    synchronized (lanes) {
      if (--lane.users == 0) {
        lanes.remove(target);
      }
    }
  }
}
