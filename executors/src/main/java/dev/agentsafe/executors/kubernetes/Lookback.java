package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Declared;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * What is found of an order on its object afterwards.
 *
 * @param <T> what the object is
 */
final class Lookback<T extends HasMetadata> {
  /** Recorded with the fields before, where the object is to go. */
  static final String UID = "uid";

  private final Procedure<T> procedure;
  private final Asked asked;
  private final Cluster cluster;
  private final Order order;

  Lookback(Procedure<T> procedure, Asked asked, Cluster cluster, Order order) {
    this.procedure = procedure;
    this.asked = asked;
    this.cluster = cluster;
    this.order = order;
  }

  /** Whether it happened; the mark comes in the same patch as the change. */
  Readback happened(Value.Fields before) {
    if (procedure.readsOnly()) {
      return new Readback.Absent("It only reads, so nothing was changed.");
    }
    try {
      return cluster
          .find(asked.place(), procedure.type())
          .map(live -> happened(live, before))
          .orElseGet(() -> happenedToNone(before));
    } catch (ExecutorException e) {
      return new Readback.Open(String.valueOf(e.getMessage()));
    }
  }

  private Readback happenedToNone(Value.Fields before) {
    if (procedure.standingOfNone(asked) instanceof Standing.Holds) {
      return new Readback.Happened("There is no " + asked.place() + " any more, as was wanted.");
    }
    return isAsBefore(before, procedure.fieldsOfNone(asked.params()))
        ? new Readback.Absent("There is no " + asked.place() + ", as before.")
        : new Readback.Open("There is no " + asked.place() + " any more.");
  }

  private Readback happened(T live, Value.Fields before) {
    var place = asked.place();
    var standing = standing(live);
    if (Edit.markOf(live).equals(Optional.of(order.auditId()))) {
      var marked = place + " bears this decision's mark: ";
      return switch (standing) {
        case Standing.Holds(var words) -> new Readback.Happened(marked + words + ".");
        case Standing.Moving(var words) ->
            new Readback.Partly(marked + "the change was made, but " + words + ".");
        case Standing.Broken(var words) ->
            new Readback.Partly(marked + "the change was made, but " + words + ".");
      };
    }
    var replaced = replaced(live, before);
    if (replaced.isPresent()) {
      return replaced.get();
    }
    if (live.getMetadata().getDeletionTimestamp() != null) {
      return procedure.standingOfNone(asked) instanceof Standing.Holds
          ? new Readback.Partly(place + " is ending, but still there.")
          : new Readback.Open(place + " is ending.");
    }
    return isAsBefore(before, procedure.fields(live, asked.params()))
        ? new Readback.Absent(place + " does not bear this decision's mark and is as before.")
        : new Readback.Open(
            place
                + " does not bear this decision's mark, but is not known to be as before either:"
                + " somebody else may have written it since.");
  }

  private boolean isAsBefore(Value.Fields before, Value.Fields now) {
    return Declared.unchanged(order.request().action(), before, now);
  }

  /** Whether the order is done when the object is gone. */
  static <T extends HasMetadata> boolean goes(Procedure<T> procedure, Asked asked) {
    return !procedure.readsOnly() && procedure.standingOfNone(asked) instanceof Standing.Holds;
  }

  /** Of what was to go: whether it is another one by now, or nobody can tell. */
  private Optional<Readback> replaced(T live, Value.Fields before) {
    if (!goes(procedure, asked)) {
      return Optional.empty();
    }
    var was = before.text(UID);
    if (was.isEmpty()) {
      return Optional.of(
          new Readback.Open(
              asked.place()
                  + " is there, but it is not recorded which one was: it may have been made"
                  + " anew."));
    }
    return was.get().equals(live.getMetadata().getUid())
        ? Optional.empty()
        : Optional.of(
            new Readback.Happened(
                "The "
                    + asked.place()
                    + " that was there is gone; another of its name has been made since."));
  }

  /** Of what bears the mark: whether somebody else has put something else there since. */
  private Standing standing(T live) {
    var now = procedure.imprint(live);
    return now.isPresent() && Edit.imprintOf(live).filter(was -> !was.equals(now.get())).isPresent()
        ? new Standing.Broken("somebody else has put something else in its place since")
        : procedure.standing(live, live, asked);
  }
}
