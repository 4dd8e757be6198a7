package dev.agentsafe.app.canary;

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
import java.util.Set;
import java.util.function.Consumer;

/** A world that repeats what it was told, what it knows and what it was given, in every answer. */
record Parrot(List<Canary> canaries) implements Executor {
  private Canary of(Order order) {
    return canaries.get(number(order));
  }

  private static int number(Order order) {
    var number = (Value.Int) order.request().params().get("number").orElseThrow();
    return number.value().intValueExact();
  }

  private String words(Order order) {
    return of(order).said() instanceof Value.Text(var text)
        ? text
        : "key is " + order.request().params().text("key").orElseThrow();
  }

  @Override
  public String name() {
    return "parrot";
  }

  @Override
  public Set<ActionName> actions() {
    return Set.of(new ActionName("set-key"));
  }

  @Override
  public boolean reaches(Target target) {
    return true;
  }

  @Override
  public Rehearsal.Outcome rehearse(Order order) {
    return new Rehearsal.Outcome.Done(
        new Rehearsal(
            read(order),
            read(order),
            List.of(words(order)),
            precheck(order),
            List.of(words(order))));
  }

  @Override
  public Value.Fields read(Order order) {
    return Value.EMPTY
        .with("held", of(order).said())
        .with("key", order.request().params().get("key").orElseThrow())
        .with("mode", Value.of("harmless text"));
  }

  @Override
  public List<PrecheckResult> precheck(Order order) {
    return List.of(new PrecheckResult("there", true, words(order), true));
  }

  @Override
  public Effected execute(Order order, Permit permit, Consumer<String> progress) {
    var given = permit.credential().orElseThrow().secret();
    var words =
        words(order) + "; refused " + given.reveal("token") + " and " + given.reveal("other");
    progress.accept(words);
    permit.confide(Value.EMPTY.with("said", of(order).said()).with("all", Value.of(words)));
    return switch (number(order) / Canary.Door.values().length % 4) {
      case 0 ->
          new Effected.Done(
              Value.EMPTY
                  .with("said", of(order).said())
                  .with("with", Value.of(given.reveal("token")))
                  .with("all", new Value.Items(List.of(Value.of(words)))));
      case 1 -> new Effected.NotDone(words);
      case 2 -> new Effected.InDoubt(words);
      default -> throw new IllegalStateException(words);
    };
  }
}
