package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The history of a deployment: the replica sets that it keeps, by their revision. */
final class Revisions {
  /** The annotation that numbers a replica set, and a deployment by the one that it runs. */
  static final String REVISION = "deployment.kubernetes.io/revision";

  private static final String HASH = "pod-template-hash";

  private Revisions() {}

  /** What the deployment's own replica sets hold; empty where none is kept. */
  static NavigableMap<Long, PodTemplateSpec> of(Deployment live, Surroundings around) {
    var history = new TreeMap<Long, PodTemplateSpec>();
    for (var set : around.all(ReplicaSet.class, live.getMetadata().getNamespace())) {
      if (isOf(live, set) && set.getSpec() != null && set.getSpec().getTemplate() != null) {
        number(set).ifPresent(revision -> history.put(revision, bare(set.getSpec().getTemplate())));
      }
    }
    return history;
  }

  private static boolean isOf(Deployment live, ReplicaSet set) {
    return set.getMetadata().getOwnerReferences() != null
        && set.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner ->
                Boolean.TRUE.equals(owner.getController())
                    && live.getMetadata().getUid().equals(owner.getUid()));
  }

  /** The revision that is written on an object. */
  static Optional<Long> number(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(REVISION);
    return text != null && text.matches("[0-9]{1,18}")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  /** The template without the label that the controller adds for each replica set. */
  static PodTemplateSpec bare(PodTemplateSpec template) {
    var bare = new PodTemplateSpecBuilder(template).build();
    if (bare.getMetadata() != null && bare.getMetadata().getLabels() != null) {
      bare.getMetadata().getLabels().remove(HASH);
    }
    return bare;
  }
}
