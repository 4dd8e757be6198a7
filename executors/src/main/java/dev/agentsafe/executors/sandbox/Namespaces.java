package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.stream.Stream;

/** Empties namespaces that are being deleted, then ends them. */
final class Namespaces implements Controller {
  private static final List<Class<? extends HasMetadata>> CONTENTS =
      List.of(
          Deployment.class,
          StatefulSet.class,
          ReplicaSet.class,
          Pod.class,
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Service.class,
          ConfigMap.class,
          Secret.class);

  private final Objects objects;

  Namespaces(Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean step(int pace) {
    objects.all(Namespace.class).stream()
        .filter(Namespace::isMarkedForDeletion)
        .forEach(this::empty);
    return false;
  }

  private void empty(Namespace namespace) {
    var left = contents(namespace.getMetadata().getName()).toList();
    if (left.isEmpty()) {
      objects.remove(namespace);
      return;
    }
    left.forEach(objects::remove);
  }

  private Stream<? extends HasMetadata> contents(String namespace) {
    return CONTENTS.stream()
        .flatMap(type -> objects.all(type).stream())
        .filter(o -> namespace.equals(o.getMetadata().getNamespace()));
  }

  /** Whether that namespace is being deleted and takes nothing new. */
  boolean ending(String namespace) {
    return objects.all(Namespace.class).stream()
        .anyMatch(n -> n.getMetadata().getName().equals(namespace) && n.isMarkedForDeletion());
  }
}
