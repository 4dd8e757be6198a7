package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.Diff;
import dev.agentsafe.core.state.Writer;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is found of an order on its object afterwards.
 *
 * @param <T> what the object is
 */
final class Lookback<T extends HasMetadata> {
  private static final int MOST_PARTS = 20;

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
    var standing = procedure.standing(live, live, asked);
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
    var decisive = order.request().action().effects().decisive();
    var declared = Operation.declared(order, now);
    return !before.values().isEmpty()
        && Diff.between(only(decisive, before), only(decisive, declared)).isEmpty();
  }

  private static Value.Fields only(List<String> names, Value.Fields all) {
    var kept = new LinkedHashMap<>(all.values());
    kept.keySet().retainAll(names);
    return new Value.Fields(kept);
  }

  /** Who wrote the object, the latest first. */
  List<Writer> writers() {
    return cluster.find(asked.place(), procedure.type()).stream()
        .flatMap(live -> writers(live.getMetadata().getManagedFields()))
        .toList();
  }

  private static Stream<Writer> writers(@Nullable List<ManagedFieldsEntry> managed) {
    return Stream.ofNullable(managed)
        .flatMap(List::stream)
        .filter(entry -> entry.getManager() != null)
        .map(Lookback::writer)
        .sorted(Comparator.comparing((Writer w) -> w.at().orElse(Instant.EPOCH)).reversed());
  }

  private static Writer writer(ManagedFieldsEntry entry) {
    var parts = new ArrayList<String>();
    if (entry.getFieldsV1() != null) {
      parts(entry.getFieldsV1().getAdditionalProperties(), "", parts);
    }
    return new Writer(
        entry.getManager()
            + (entry.getSubresource() == null || entry.getSubresource().isEmpty()
                ? ""
                : " (" + entry.getSubresource() + ")"),
        at(entry.getTime()),
        parts.subList(0, Math.min(parts.size(), MOST_PARTS)));
  }

  /** The paths of a set of fields, {@code f:spec} to {@code f:replicas} and so on. */
  private static void parts(Map<?, ?> fields, String path, List<String> parts) {
    for (var field : fields.entrySet()) {
      var key = String.valueOf(field.getKey());
      if (key.equals(".")) {
        continue;
      }
      var at = (path.isEmpty() ? "" : path + ".") + (key.startsWith("f:") ? key.substring(2) : key);
      if (field.getValue() instanceof Map<?, ?> below && !below.isEmpty()) {
        parts(below, at, parts);
      } else {
        parts.add(at);
      }
    }
  }

  private static Optional<Instant> at(@Nullable String time) {
    try {
      return Optional.ofNullable(time).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
