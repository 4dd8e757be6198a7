package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.ExecutorException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One order on one object.
 *
 * @param <T> what the object is
 */
final class Operation<T extends HasMetadata> {
  private static final int CONFLICTS = 5;

  private final Procedure<T> procedure;
  private final Place place;
  private final Cluster cluster;
  private final Order order;
  private final Prechecks prechecks;

  Operation(Procedure<T> procedure, Place place, Cluster cluster, Order order) {
    this.procedure = procedure;
    this.place = place;
    this.cluster = cluster;
    this.order = order;
    this.prechecks = new Prechecks(cluster, place, params(), procedure);
  }

  private Value.Fields params() {
    return order.request().params();
  }

  private Optional<T> live() {
    return cluster.find(place, procedure.type());
  }

  private Value.Fields declared(Value.Fields all) {
    return declared(order, all);
  }

  /** The fields that the action declares, of those that are there. */
  static Value.Fields declared(Order order, Value.Fields all) {
    var kept = new LinkedHashMap<String, Value>();
    for (var field : order.request().action().effects().stateFields()) {
      all.get(field.name()).ifPresent(value -> kept.put(field.name(), value));
    }
    return new Value.Fields(kept);
  }

  /** What people are shown: the declared fields, or all where none is declared. */
  private Value.Fields shown(T live) {
    var all = procedure.fields(live, params());
    return order.request().action().effects().stateFields().isEmpty() ? all : declared(all);
  }

  Value.Fields read() {
    return order.request().action().effects().stateFields().isEmpty()
        ? Value.EMPTY
        : live().map(found -> declared(procedure.fields(found, params()))).orElse(Value.EMPTY);
  }

  List<PrecheckResult> precheck() {
    return precheck(live());
  }

  private List<PrecheckResult> precheck(Optional<T> live) {
    return order.request().action().scope().prechecks().stream()
        .map(check -> prechecks.check(check.name(), live))
        .toList();
  }

  Rehearsal.Outcome rehearse(Instant now) {
    var found = live();
    if (found.isEmpty()) {
      return new Rehearsal.Outcome.NotPossible(
          "There is no " + place + ".", Optional.of("Check namespace and name."));
    }
    var live = found.get();
    var state = shown(live);
    var checks = precheck(found);
    return switch (procedure.change(live, params(), now)) {
      case Procedure.Change.Impossible(var why) ->
          new Rehearsal.Outcome.NotPossible(
              "It cannot be done to " + place + ": " + why + ".", Optional.empty());
      case Procedure.Change.None(var words) ->
          new Rehearsal.Outcome.Done(
              new Rehearsal(state, state, List.of(), checks, List.of(words)));
      case Procedure.Change.Made(var edit, var words) -> {
        var after = after(live, edit.marked(live, order.auditId()));
        yield switch (after) {
          case After.Known(var changed) ->
              new Rehearsal.Outcome.Done(
                  new Rehearsal(state, shown(changed), affected(), checks, notes(live, words)));
          case After.Refused(var why) ->
              new Rehearsal.Outcome.NotPossible(
                  "The cluster would refuse it: " + why + ".", Optional.empty());
        };
      }
    };
  }

  private sealed interface After<T> {
    record Known<T>(T changed) implements After<T> {}

    record Refused<T>(String why) implements After<T> {}
  }

  private After<T> after(T live, Edit edit) {
    if (cluster.keepsDryRun()) {
      return switch (cluster.patch(place, edit, true)) {
        case Written.Taken(var changed) ->
            new After.Known<>(procedure.settled(procedure.type().cast(changed)));
        case Written.Refused(var why, var conflict) -> new After.Refused<>(why);
        case Written.Lost(var why) -> throw new ExecutorException("The dry run failed: " + why);
      };
    }
    var changed = edit.appliedTo(live, procedure.type());
    if (!procedure.same(live, changed, params()) && live.getMetadata().getGeneration() != null) {
      changed.getMetadata().setGeneration(live.getMetadata().getGeneration() + 1);
    }
    return new After.Known<>(procedure.settled(changed));
  }

  private List<String> affected() {
    var affected = new ArrayList<String>();
    affected.add(place.toString());
    if (place.kind() == Kind.CONFIG_MAP) {
      affected.addAll(prechecks.users());
    }
    return affected;
  }

  private List<String> notes(T live, String words) {
    var notes = new ArrayList<String>();
    notes.add(words + ".");
    notes.addAll(Owners.notes(live));
    if (procedure instanceof ScaleDeployment) {
      prechecks.scalerNote().ifPresent(notes::add);
    }
    return notes;
  }

  /** Whether the object belongs to what the target is; empty: it does. */
  Optional<String> objection() {
    var target = order.request().target();
    if (place.kind() != Kind.CONFIG_MAP || !target.type().equals("k8s-deployment")) {
      return Optional.empty();
    }
    var owner = target.binding().map(b -> b.coordinates().getOrDefault("name", "")).orElse("");
    return prechecks.users().contains("deployment " + owner)
        ? Optional.empty()
        : Optional.of(place + " is not used by `" + target.id() + "`, deployment `" + owner + "`.");
  }

  /** Does it once, then looks until it holds. */
  Effected execute(Instant now, Consumer<String> progress) {
    var found = live();
    if (found.isEmpty()) {
      return new Effected.NotDone("There is no " + place + ".");
    }
    var first = found.get();
    var live = first;
    for (int attempt = 1; ; attempt++) {
      switch (procedure.change(live, params(), now)) {
        case Procedure.Change.Impossible(var why) -> {
          return new Effected.NotDone("It cannot be done to " + place + ": " + why + ".");
        }
        case Procedure.Change.None(var words) -> {
          progress.accept(words);
          return verify(progress);
        }
        case Procedure.Change.Made(var edit, var words) -> {
          progress.accept(words);
          switch (cluster.patch(place, edit.marked(live, order.auditId()), false)) {
            case Written.Taken(var taken) -> {
              progress.accept("The cluster took it; waiting until it holds");
              return verify(progress);
            }
            case Written.Lost(var why) -> {
              return new Effected.InDoubt(
                  "The change was sent to " + place + " and " + why + ". " + readBack());
            }
            case Written.Refused(var why, var conflict) when !conflict -> {
              return new Effected.NotDone("The cluster did not take it: " + why + ".");
            }
            case Written.Refused(var why, var conflict) -> {
              // A refused write surely did not happen, so another attempt cannot double it; it is
              // made only while what people approved is still what is there.
              var again = attempt < CONFLICTS ? live() : Optional.<T>empty();
              if (again.isEmpty() || !unchanged(first, again.get())) {
                return new Effected.NotDone(
                    place + " changed meanwhile; nothing was done. Look again and ask anew.");
              }
              progress.accept("Its status moved; trying with the newer version");
              live = again.get();
            }
          }
        }
      }
    }
  }

  private boolean unchanged(T first, T now) {
    return first.getMetadata().getUid().equals(now.getMetadata().getUid())
        && procedure.same(first, now, params());
  }

  /** What is found of the order afterwards. */
  Lookback<T> lookback() {
    return new Lookback<>(procedure, place, cluster, order);
  }

  private String readBack() {
    try {
      var mark = live().flatMap(Edit::markOf);
      return mark.isPresent() && mark.get().equals(order.auditId())
          ? "Read back, the object bears this decision's mark: the change is there."
          : "Read back, the object does not bear this decision's mark yet.";
    } catch (ExecutorException e) {
      return "It could not be read back.";
    }
  }

  private Effected verify(Consumer<String> progress) {
    return new Verification<>(procedure, place, cluster, params()).await(progress);
  }
}
