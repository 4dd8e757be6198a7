package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import java.util.List;
import java.util.stream.Stream;

/** Counts what disruption budgets allow. */
final class Budgets implements Controller {
  private final Objects objects;

  Budgets(Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean step(int pace) {
    for (var budget : objects.all(PodDisruptionBudget.class)) {
      var status = status(budget);
      if (!status.equals(budget.getStatus())) {
        objects.report(budget, status);
      }
    }
    return false;
  }

  /** The budgets that take that pod, with what they allow right now. */
  List<PodDisruptionBudget> of(Pod pod) {
    return objects.all(PodDisruptionBudget.class).stream()
        .filter(b -> takes(b, pod))
        .map(b -> b.edit().withStatus(status(b)).build())
        .toList();
  }

  private static boolean takes(PodDisruptionBudget budget, Pod pod) {
    return budget.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace())
        && Pods.selects(budget.getSpec().getSelector(), pod);
  }

  private PodDisruptionBudgetStatus status(PodDisruptionBudget budget) {
    var pods =
        objects.all(Pod.class).stream().filter(p -> takes(budget, p)).filter(Pods::active).toList();
    int expected = expected(pods);
    int healthy = Math.toIntExact(pods.stream().filter(Pods::ready).count());
    var least = budget.getSpec().getMinAvailable();
    var most = budget.getSpec().getMaxUnavailable();
    int desired =
        most != null
            ? Math.max(0, expected - amount(most, expected))
            : least == null ? 0 : amount(least, expected);
    return new PodDisruptionBudgetStatusBuilder()
        .withObservedGeneration(budget.getMetadata().getGeneration())
        .withExpectedPods(expected)
        .withCurrentHealthy(healthy)
        .withDesiredHealthy(desired)
        .withDisruptionsAllowed(Math.max(0, healthy - desired))
        .build();
  }

  private static int amount(IntOrString value, int of) {
    return value.getIntVal() != null
        ? value.getIntVal()
        : Math.ceilDiv(Integer.parseInt(value.getStrVal().replace("%", "")) * of, 100);
  }

  /** How many pods their controllers want; a pod without one counts for itself. */
  private int expected(List<Pod> pods) {
    var sets = objects.all(ReplicaSet.class);
    var deployments = objects.all(Deployment.class);
    var scaled =
        pods.stream()
            .flatMap(p -> owner(p, sets))
            .flatMap(s -> owner(s, deployments))
            .distinct()
            .mapToInt(d -> Pods.number(d.getSpec().getReplicas(), 1))
            .sum();
    return scaled
        + Math.toIntExact(
            pods.stream()
                .filter(p -> owner(p, sets).flatMap(s -> owner(s, deployments)).findAny().isEmpty())
                .count());
  }

  private static <T extends HasMetadata> Stream<T> owner(HasMetadata owned, List<T> owners) {
    return owners.stream().filter(o -> Pods.ownedBy(owned, o));
  }
}
