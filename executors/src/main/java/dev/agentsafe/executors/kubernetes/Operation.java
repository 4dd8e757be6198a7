package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Seen;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import dev.agentsafe.executors.kubernetes.Procedure.Change;
import dev.agentsafe.executors.order.Declared;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One order on one object.
 *
 * @param <T> what the object is
 */
final class Operation<T extends HasMetadata> implements Doing {
  private final Procedure<T> procedure;
  private final Cluster cluster;
  private final Order order;
  private final Asked asked;

  Operation(Procedure<T> procedure, Asked asked, Cluster cluster, Order order) {
    this.procedure = procedure;
    this.cluster = cluster;
    this.order = order;
    this.asked = asked;
  }

  private Optional<T> live() {
    return cluster.find(asked.place(), procedure.type());
  }

  private Value.Fields fields(Optional<T> live) {
    return live.map(found -> procedure.fields(found, asked.params()))
        .orElseGet(() -> procedure.fieldsOfNone(asked.params()));
  }

  private Action action() {
    return order.request().action();
  }

  private Value.Fields shown(Optional<T> live) {
    return Declared.shown(action(), fields(live));
  }

  @Override
  public Value.Fields read() {
    return state(live());
  }

  @Override
  public Seen look() {
    var live = live();
    return new Seen(state(live), live.flatMap(Whole::of));
  }

  /** What is to go is told from another of its name that comes after it. */
  private Value.Fields state(Optional<T> live) {
    var declared = Declared.any(action()) ? Declared.of(action(), fields(live)) : Value.EMPTY;
    return live.filter(found -> Lookback.goes(procedure, asked))
        .map(found -> declared.with(Lookback.UID, Value.of(found.getMetadata().getUid())))
        .orElse(declared);
  }

  @Override
  public List<PrecheckResult> precheck() {
    return precheck(live());
  }

  private List<PrecheckResult> precheck(Optional<T> live) {
    var shared = new Prechecks(asked, procedure);
    return action().scope().prechecks().stream()
        .map(check ->
            procedure
                .check(check.name(), live, asked)
                .orElseGet(() -> shared.check(check.name(), live)))
        .toList();
  }

  @Override
  public Rehearsal.Outcome rehearse() {
    var live = live();
    var change =
        live.map(found -> procedure.change(found, asked)).or(() -> procedure.changeOfNone(asked));
    if (change.isEmpty()) {
      return new Rehearsal.Outcome.NotPossible(
          "There is no " + asked.place() + ".", Optional.of("Check namespace and name."));
    }
    return switch (change.get()) {
      case Change.Impossible(var why) ->
          new Rehearsal.Outcome.NotPossible(
              "It cannot be done to " + asked.place() + ": " + why + ".", Optional.empty());
      case Change.None(var words, var unmet) ->
          new Rehearsal.Outcome.Done(
              new Rehearsal(shown(live), shown(live), List.of(), precheck(live), List.of(words)));
      case Change.Write write -> rehearse(live, write);
    };
  }

  private Rehearsal.Outcome rehearse(Optional<T> live, Change.Write write) {
    return switch (effect().rehearsed(live, write)) {
      case Effect.After.Known<T>(var after) -> {
        var affected = new ArrayList<String>();
        affected.add(asked.place().toString());
        affected.addAll(procedure.affected(live, asked));
        yield new Rehearsal.Outcome.Done(
            new Rehearsal(
                shown(live), shown(after), affected, precheck(live), notes(live, write.words())));
      }
      case Effect.After.Refused<T>(var why) ->
          new Rehearsal.Outcome.NotPossible(
              "The cluster would refuse it: " + why + ".", Optional.empty());
    };
  }

  private List<String> notes(Optional<T> live, String words) {
    var notes = new ArrayList<String>();
    notes.add(words + ".");
    live.ifPresent(found -> notes.addAll(Owners.notes(found)));
    notes.addAll(procedure.notes(live, asked));
    return notes;
  }

  @Override
  public Optional<String> objection() {
    return Belonging.objection(order.request().target(), asked.place(), cluster);
  }

  private Effect<T> effect() {
    return new Effect<>(procedure, asked, cluster, order.auditId());
  }

  @Override
  public Readback happened(Value.Fields before) {
    return new Lookback<>(procedure, asked, cluster, order).happened(before);
  }

  @Override
  public List<Writer> writers() {
    return live().map(Writers::of).orElse(List.of());
  }

  @Override
  public Effected execute(Permit permit, Consumer<String> progress) {
    var live = live();
    var effected = effect().execute(live, progress);
    if (effected instanceof Effected.Done) {
      live.flatMap(procedure::confidence).ifPresent(permit::confide);
    }
    return effected;
  }
}
