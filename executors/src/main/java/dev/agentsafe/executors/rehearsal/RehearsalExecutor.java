package dev.agentsafe.executors.rehearsal;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rehearses through other executors where they reach a target, from the request alone where the
 * target is bound to nothing, and never executes; thread-safe.
 */
public final class RehearsalExecutor implements Executor {
  private final List<Executor> readers;
  private final Set<ActionName> actions;

  /**
   * An executor that only answers.
   *
   * @param readers asked in order for live state
   * @param actions what may be rehearsed without any of them
   */
  public RehearsalExecutor(List<Executor> readers, Set<ActionName> actions) {
    this.readers = List.copyOf(readers);
    this.actions =
        Stream.concat(actions.stream(), readers.stream().flatMap(r -> r.actions().stream()))
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String name() {
    return "rehearsal";
  }

  @Override
  public Set<ActionName> actions() {
    return actions;
  }

  @Override
  public boolean reaches(Target target) {
    return target.binding().isEmpty() || readers.stream().anyMatch(r -> r.reaches(target));
  }

  @Override
  public Rehearsal.Outcome rehearse(Order order) {
    return reader(order)
        .map(r -> r.rehearse(order))
        .orElseGet(() -> new Rehearsal.Outcome.Done(unread(order)));
  }

  /** What the request alone tells: the declared fields that it names itself. */
  private static Rehearsal unread(Order order) {
    var request = order.request();
    var after = new LinkedHashMap<String, Value>();
    for (var field : request.action().effects().stateFields()) {
      request.params().get(field.name()).ifPresent(value -> after.put(field.name(), value));
    }
    return new Rehearsal(
        Value.EMPTY,
        new Value.Fields(after),
        List.of(request.target().type() + " " + request.target().id()),
        unchecked(order),
        List.of(
            "`"
                + request.target().id()
                + "` has no binding, so its live state was not read and nothing can be"
                + " executed on it."));
  }

  private static List<PrecheckResult> unchecked(Order order) {
    return order.request().action().scope().prechecks().stream()
        .map(c -> new PrecheckResult(c.name(), false, "not checked: nothing was read", true))
        .toList();
  }

  @Override
  public Value.Fields read(Order order) {
    return reader(order).map(r -> r.read(order)).orElse(Value.EMPTY);
  }

  @Override
  public List<PrecheckResult> precheck(Order order) {
    return reader(order).map(r -> r.precheck(order)).orElseGet(() -> unchecked(order));
  }

  @Override
  public Effected execute(Order order, Permit permit, Consumer<String> progress) {
    return new Effected.NotDone(
        "Only a rehearsal runs on `" + order.request().target().id() + "`: nothing was executed.");
  }

  private Optional<Executor> reader(Order order) {
    var request = order.request();
    return readers.stream()
        .filter(r -> r.actions().contains(request.action().name()) && r.reaches(request.target()))
        .findFirst();
  }
}
