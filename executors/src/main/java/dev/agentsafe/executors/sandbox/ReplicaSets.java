package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Starts and ends pods until each replica set has as many as it wants. */
final class ReplicaSets implements Controller {
  private final Objects objects;
  private final AtomicLong made = new AtomicLong();

  ReplicaSets(Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean step(int pace) {
    var pods = objects.all(Pod.class);
    for (var set : objects.all(ReplicaSet.class)) {
      var own = pods.stream().filter(p -> Pods.ownedBy(p, set)).filter(Pods::active).toList();
      if (!set.isMarkedForDeletion()) {
        balance(set, own, pace);
      }
      tell(set, own);
    }
    return false;
  }

  private void balance(ReplicaSet set, List<Pod> own, int pace) {
    int wanted = Pods.number(set.getSpec().getReplicas(), 1);
    for (int i = own.size(); i < wanted && i - own.size() < pace; i++) {
      objects.create(pod(set));
    }
    own.stream()
        .sorted(
            Comparator.comparing(Pods::ready)
                .thenComparing(p -> p.getMetadata().getName(), Comparator.reverseOrder()))
        .limit(Math.min(pace, Math.max(0, own.size() - wanted)))
        .forEach(objects::retire);
  }

  private Pod pod(ReplicaSet set) {
    var template = set.getSpec().getTemplate();
    var meta = template.getMetadata();
    return new PodBuilder()
        .withNewMetadata()
        .withName(set.getMetadata().getName() + "-" + suffix(made.incrementAndGet()))
        .withNamespace(set.getMetadata().getNamespace())
        .withLabels(meta == null ? null : meta.getLabels())
        .withAnnotations(meta == null ? null : meta.getAnnotations())
        .withOwnerReferences(Pods.reference(set))
        .endMetadata()
        .withSpec(template.getSpec())
        .withNewStatus()
        .withPhase("Pending")
        .endStatus()
        .build();
  }

  /** Five letters as Kubernetes has them, in the order in which pods are made. */
  private static String suffix(long number) {
    var letters = new char[5];
    for (int i = 4; i >= 0; i--) {
      letters[i] = (char) ('a' + number % 26);
      number /= 26;
    }
    return new String(letters);
  }

  private void tell(ReplicaSet set, List<Pod> own) {
    int ready = Math.toIntExact(own.stream().filter(Pods::ready).count());
    ReplicaSetStatus status =
        new ReplicaSetStatusBuilder()
            .withObservedGeneration(set.getMetadata().getGeneration())
            .withReplicas(own.size())
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .build();
    if (!status.equals(set.getStatus())) {
      objects.report(set, status);
    }
  }
}
