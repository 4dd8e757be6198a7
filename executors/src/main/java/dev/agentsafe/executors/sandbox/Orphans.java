package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;

/** Ends replica sets and pods whose owner is gone. */
final class Orphans implements Controller {
  private final Objects objects;

  Orphans(Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean step(int pace) {
    var deployments = objects.all(Deployment.class);
    var sets = objects.all(ReplicaSet.class);
    sets.stream().filter(s -> orphaned(s, "Deployment", deployments)).forEach(objects::remove);
    objects.all(Pod.class).stream()
        .filter(p -> orphaned(p, "ReplicaSet", sets))
        .forEach(objects::retire);
    return false;
  }

  private static boolean orphaned(
      HasMetadata object, String kind, List<? extends HasMetadata> owners) {
    return Pods.controller(object)
        .filter(o -> o.getKind().equals(kind))
        .filter(o -> owners.stream().noneMatch(s -> s.getMetadata().getUid().equals(o.getUid())))
        .isPresent();
  }
}
