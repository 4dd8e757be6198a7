package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Seen;
import dev.agentsafe.core.state.Diff;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Declared;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One order that is an errand.
 *
 * @param <T> what the object is
 */
final class Undertaking<T extends HasMetadata> implements Doing {
  private final Errand<T> errand;
  private final Errand.Site site;
  private final Order order;

  Undertaking(Errand<T> errand, Errand.Site site, Order order) {
    this.errand = errand;
    this.site = site;
    this.order = order;
  }

  private Place place() {
    return site.asked().place();
  }

  private Optional<T> live() {
    return site.cluster().find(place(), errand.type());
  }

  @Override
  public Optional<String> objection() {
    return Belonging.objection(order.request().target(), place(), site.cluster());
  }

  private Action action() {
    return order.request().action();
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

  private Value.Fields state(Optional<T> live) {
    return live.filter(found -> Declared.any(action()))
        .map(found -> Declared.of(action(), errand.fields(found, site)))
        .orElse(Value.EMPTY);
  }

  @Override
  public List<PrecheckResult> precheck() {
    return precheck(live());
  }

  private List<PrecheckResult> precheck(Optional<T> live) {
    return action().scope().prechecks().stream()
        .map(check -> errand.check(check.name(), live, site.asked()))
        .toList();
  }

  private Value.Fields shown(Value.Fields all) {
    return Declared.shown(action(), all);
  }

  @Override
  public Rehearsal.Outcome rehearse() {
    var live = live();
    if (live.isEmpty()) {
      return new Rehearsal.Outcome.NotPossible(
          "There is no " + place() + ".", Optional.of("Check namespace and name."));
    }
    return switch (errand.prospect(live.get(), site)) {
      case Errand.Prospect.Impossible(var why) ->
          new Rehearsal.Outcome.NotPossible(impossible(why), Optional.empty());
      case Errand.Prospect.Of(var after, var affected, var notes) ->
          new Rehearsal.Outcome.Done(
              new Rehearsal(
                  shown(errand.fields(live.get(), site)),
                  shown(after),
                  affected,
                  precheck(live),
                  notes));
    };
  }

  private String impossible(String why) {
    return "It cannot be done to " + place() + ": " + why + ".";
  }

  @Override
  public Effected execute(Permit permit, Consumer<String> progress) {
    var live = live();
    if (live.isEmpty()) {
      return new Effected.NotDone("There is no " + place() + ".");
    }
    return errand.run(live.get(), site, permit, progress);
  }

  @Override
  public Readback happened(Value.Fields before) {
    if (errand.readsOnly()) {
      return new Readback.Absent("It only reads, so nothing was changed.");
    }
    var known = errand.known(site);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return live()
          .map(found -> happened(found, before))
          .orElseGet(() -> new Readback.Open("There is no " + place() + " any more."));
    } catch (ExecutorException e) {
      return new Readback.Open(String.valueOf(e.getMessage()));
    }
  }

  /** That nothing happened is said only where all that was seen before is as it was. */
  private Readback happened(T live, Value.Fields before) {
    var found = errand.happened(live, site);
    return found instanceof Readback.Absent
            && !Diff.between(before, Declared.of(action(), errand.fields(live, site))).isEmpty()
        ? new Readback.Open(found.words() + " But not all of it is as it was before.")
        : found;
  }

  @Override
  public List<Writer> writers() {
    return live().map(Writers::of).orElse(List.of());
  }
}
