package dev.agentsafe.app.gateway;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Deployments that exist in memory alone: each has a number of replicas. */
final class FakeCluster implements Executor {
  /** What only the caller of an execution is to know. */
  static final String CONFIDED = "rK4x-told-to-the-caller-alone";

  private static final Value.Fields UNKNOWN = Value.EMPTY;

  private final Map<String, Value> replicas = new ConcurrentHashMap<>();
  private final AtomicInteger effects = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  void put(String target, long count) {
    replicas.put(target, Value.of(count));
  }

  int effects() {
    return effects.get();
  }

  /** Holds every execution back until the latch is open. */
  CountDownLatch hold() {
    gate = new CountDownLatch(1);
    return gate;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<ActionName> actions() {
    return Set.of(new ActionName("scale-deployment"));
  }

  @Override
  public boolean reaches(Target target) {
    return target.type().equals("k8s-deployment");
  }

  @Override
  public Rehearsal.Outcome rehearse(Order order) {
    var after = Value.EMPTY.with("replicas", wanted(order));
    return new Rehearsal.Outcome.Done(
        new Rehearsal(read(order), after, List.of(target(order)), precheck(order), List.of()));
  }

  @Override
  public Value.Fields read(Order order) {
    var count = replicas.get(target(order));
    return count == null ? UNKNOWN : Value.EMPTY.with("replicas", count);
  }

  @Override
  public List<PrecheckResult> precheck(Order order) {
    return List.of(new PrecheckResult("deployment-exists", true, "It is there.", false));
  }

  @Override
  public Effected execute(Order order, Permit permit, Consumer<String> progress) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      return new Effected.InDoubt("interrupted");
    }
    effects.incrementAndGet();
    permit.confide(Value.EMPTY.with("key", Value.of(CONFIDED)));
    progress.accept("scaled");
    replicas.put(target(order), wanted(order));
    return new Effected.Done(Value.EMPTY.with("replicas", wanted(order)));
  }

  private static String target(Order order) {
    return order.request().target().id().value();
  }

  private static Value wanted(Order order) {
    return order.request().params().get("replicas").orElse(Value.NULL);
  }
}
