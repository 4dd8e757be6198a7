package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.catalog.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Optional;

/** Whether an object belongs to the target that contains its kind; stateless. */
final class Belonging {
  private Belonging() {}

  /** Why it does not, for people; empty: it does, or it is the target itself. */
  static Optional<String> objection(Target target, Place place, Surroundings around) {
    if (!target.type().equals("k8s-deployment")) {
      return Optional.empty();
    }
    var owner = target.binding().map(b -> b.coordinates().getOrDefault("name", "")).orElse("");
    return switch (place.kind()) {
      case CONFIG_MAP ->
          References.users(place, around).contains("deployment " + owner)
              ? Optional.empty()
              : Optional.of(
                  place + " is not used by `" + target.id() + "`, deployment `" + owner + "`.");
      case AUTOSCALER ->
          around
              .find(place, HorizontalPodAutoscaler.class)
              .filter(found -> !Autoscalers.scales(found, owner))
              .map(found ->
                  place + " is not used by `" + target.id() + "`, deployment `" + owner + "`.");
      case POD -> pod(target, owner, place, around);
      case DEPLOYMENT, NETWORK_POLICY, SECRET, NAMESPACE, NODE -> Optional.empty();
    };
  }

  private static Optional<String> pod(
      Target target, String owner, Place place, Surroundings around) {
    var pod = around.find(place, Pod.class);
    if (pod.isEmpty()) {
      return Optional.of("There is no " + place + ".");
    }
    var set = controllerOf(pod.get(), "ReplicaSet");
    var sets = set.isEmpty() ? null : around.all(ReplicaSet.class, place.namespace());
    boolean belongs =
        sets != null
            && sets.stream()
                .filter(s -> s.getMetadata().getName().equals(set.get()))
                .anyMatch(s -> controllerOf(s, "Deployment").equals(Optional.of(owner)));
    return belongs
        ? Optional.empty()
        : Optional.of(
            place + " does not belong to `" + target.id() + "`, deployment `" + owner + "`.");
  }

  private static Optional<String> controllerOf(HasMetadata owned, String kind) {
    return Pods.controller(owned).filter(o -> o.getKind().equals(kind)).map(o -> o.getName());
  }
}
