package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.Map;
import java.util.Optional;

/** Makes an empty namespace. */
final class CreateNamespace implements OnNamespace {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of("namespace", Grammar.LABEL.words() + "; none of the cluster's own"),
        Prechecks.CHECKS,
        Courses.created("the namespace", "the namespace is active"),
        new Manual.Undoing.Inverse(
            "no such namespace, as before; what was put into it meanwhile goes with it"));
  }

  @Override
  public Change change(Namespace live, Asked asked) {
    return new Change.Impossible(
        Namespaces.isEnding(live) ? "one of that name is still ending" : "it is there already");
  }

  @Override
  public Optional<Change> changeOfNone(Asked asked) {
    var name = asked.place().name();
    return Optional.of(
        new Change.Created(
            new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build(),
            "Making namespace `" + name + "`"));
  }

  @Override
  public Standing standing(Namespace live, Namespace taken, Asked asked) {
    return Namespaces.isEnding(live)
        ? new Standing.Broken("somebody else is deleting it")
        : new Standing.Holds("it is there");
  }

  @Override
  public Value.Fields output(Namespace live, Value.Fields params) {
    return fields(live, params).with("namespace", Value.of(live.getMetadata().getName()));
  }
}
