package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What autoscalers say about themselves. */
final class Autoscalers {
  private Autoscalers() {}

  /** The one that sets this deployment's number of pods. */
  static Optional<HorizontalPodAutoscaler> of(Place deployment, Surroundings around) {
    return around.autoscalers(deployment.namespace()).stream()
        .filter(h -> scales(h, deployment.name()))
        .findFirst();
  }

  /** Whether it sets that deployment's number of pods. */
  static boolean scales(HorizontalPodAutoscaler live, String deployment) {
    return live.getSpec() != null
        && live.getSpec().getScaleTargetRef() != null
        && "Deployment".equals(live.getSpec().getScaleTargetRef().getKind())
        && deployment.equals(live.getSpec().getScaleTargetRef().getName());
  }

  static int least(HorizontalPodAutoscaler live) {
    var least = live.getSpec().getMinReplicas();
    return least == null ? 1 : least;
  }

  /** How many pods it wants there to be; empty where it does not say, or is switched off by 0. */
  static Optional<Integer> wanted(HorizontalPodAutoscaler live) {
    return Optional.ofNullable(live.getStatus())
        .map(status -> status.getDesiredReplicas())
        .filter(wanted -> wanted > 0);
  }

  /** Where among its metrics the use of that resource in percent stands. */
  static OptionalInt indexOf(HorizontalPodAutoscaler live, String resource) {
    var metrics = metrics(live);
    for (int i = 0; i < metrics.size(); i++) {
      if (isPercentOf(metrics.get(i), resource)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** At which use of that resource it aims, in percent of what is requested. */
  static Optional<Integer> percent(HorizontalPodAutoscaler live, String resource) {
    return metrics(live).stream()
        .filter(metric -> isPercentOf(metric, resource))
        .findFirst()
        .map(metric -> metric.getResource().getTarget().getAverageUtilization());
  }

  private static List<MetricSpec> metrics(HorizontalPodAutoscaler live) {
    return live.getSpec().getMetrics() == null ? List.of() : live.getSpec().getMetrics();
  }

  private static boolean isPercentOf(MetricSpec metric, String resource) {
    return metric.getResource() != null
        && resource.equals(metric.getResource().getName())
        && metric.getResource().getTarget() != null
        && metric.getResource().getTarget().getAverageUtilization() != null;
  }

  /** Every field that an autoscaler can tell; null for a percentage that it does not aim at. */
  static Value.Fields fields(HorizontalPodAutoscaler live) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("min_replicas", Value.of(least(live)));
    fields.put("max_replicas", Value.of(live.getSpec().getMaxReplicas()));
    fields.put("target_cpu_percent", percentField(live, "cpu"));
    fields.put("target_memory_percent", percentField(live, "memory"));
    wanted(live).ifPresent(wanted -> fields.put("desired_replicas", Value.of(wanted)));
    return new Value.Fields(fields);
  }

  private static Value percentField(HorizontalPodAutoscaler live, String resource) {
    return percent(live, resource).map(now -> Value.of((long) now)).orElse(Value.NULL);
  }

  /** What to know of it before setting a number of pods. */
  static String words(HorizontalPodAutoscaler live) {
    return "Autoscaler `"
        + live.getMetadata().getName()
        + "` keeps it between "
        + least(live)
        + " and "
        + live.getSpec().getMaxReplicas()
        + " pods and may override the number";
  }
}
