package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets a node take new pods, or not. */
record Schedule(boolean open) implements Procedure<Node> {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of(),
        Prechecks.CHECKS,
        Courses.patched(
            "whether the other nodes have room",
            "whether the node takes new pods",
            "the node as asked for"),
        new Manual.Undoing.Inverse("the node takes new pods again, or none again"));
  }

  @Override
  public Kind kind() {
    return Kind.NODE;
  }

  @Override
  public Class<Node> type() {
    return Node.class;
  }

  static boolean schedulable(Node live) {
    return live.getSpec() == null || !Boolean.TRUE.equals(live.getSpec().getUnschedulable());
  }

  static boolean ready(Node live) {
    return live.getStatus() != null
        && live.getStatus().getConditions() != null
        && live.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  @Override
  public Value.Fields fields(Node live, Value.Fields params) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("schedulable", Value.of(schedulable(live)));
    fields.put("ready", Value.of(ready(live)));
    return new Value.Fields(fields);
  }

  @Override
  public Change change(Node live, Asked asked) {
    if (schedulable(live) == open) {
      return new Change.None(open ? "It already takes new pods." : "It already takes no new pods.");
    }
    var edit =
        live.getSpec() == null
            ? Edit.of(live).set("/spec", java.util.Map.of("unschedulable", !open))
            : Edit.of(live).set("/spec/unschedulable", !open);
    return new Change.Made(edit, open ? "Letting it take new pods" : "Keeping new pods off it");
  }

  @Override
  public boolean same(Node one, Node other, Value.Fields params) {
    return schedulable(one) == schedulable(other);
  }

  @Override
  public Standing standing(Node live, Node taken, Asked asked) {
    return schedulable(live) == open
        ? new Standing.Holds(open ? "it takes new pods" : "it takes no new pods")
        : new Standing.Broken("somebody else has changed it back meanwhile");
  }
}
