package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What disruption budgets say of pods; reads only. */
final class Budgets {
  private final Surroundings around;
  private final Map<String, List<PodDisruptionBudget>> read = new LinkedHashMap<>();

  Budgets(Surroundings around) {
    this.around = around;
  }

  /**
   * What stands in the way of evictions.
   *
   * @param never budgets that allow none, however many of their pods are healthy
   * @param now budgets that allow none at the moment
   */
  record Hurdles(Set<String> never, Set<String> now) {}

  /** What stands in the way of evicting these pods. */
  Hurdles before(List<Pod> pods) {
    var never = new LinkedHashSet<String>();
    var now = new LinkedHashSet<String>();
    for (var pod : pods) {
      if (Pods.over(pod) || Pods.ending(pod) || Pods.phase(pod).equals("Pending")) {
        // The API evicts these whatever their budget says.
        continue;
      }
      for (var budget : of(pod)) {
        var status = budget.getStatus();
        if (status == null || status.getDisruptionsAllowed() == null) {
          now.add(words(budget, "has not been counted yet"));
          continue;
        }
        int desired = number(status.getDesiredHealthy());
        if (status.getDisruptionsAllowed() <= 0) {
          var words =
              words(
                  budget,
                  "needs %d of %d pods healthy and has %d"
                      .formatted(
                          desired,
                          number(status.getExpectedPods()),
                          number(status.getCurrentHealthy())));
          (desired >= number(status.getExpectedPods()) ? never : now).add(words);
        }
      }
    }
    return new Hurdles(never, now);
  }

  private static String words(PodDisruptionBudget budget, String why) {
    var meta = budget.getMetadata();
    return "budget `" + meta.getNamespace() + "/" + meta.getName() + "` " + why;
  }

  /** The budgets that count that pod. */
  List<PodDisruptionBudget> of(Pod pod) {
    var found = new ArrayList<PodDisruptionBudget>();
    var namespace = pod.getMetadata().getNamespace();
    for (var budget :
        read.computeIfAbsent(namespace, name -> around.all(PodDisruptionBudget.class, name))) {
      if (budget.getSpec() != null && selects(budget.getSpec().getSelector(), pod)) {
        found.add(budget);
      }
    }
    return found;
  }

  /** As {@code policy/v1} has it: an empty selector takes every pod of the namespace. */
  private static boolean selects(@Nullable LabelSelector selector, Pod pod) {
    return selector != null && Selectors.takes(selector, pod.getMetadata().getLabels());
  }

  private static int number(@Nullable Integer number) {
    return number == null ? 0 : number;
  }
}
