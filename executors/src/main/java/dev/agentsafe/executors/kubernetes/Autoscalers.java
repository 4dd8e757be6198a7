package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Optional;

/** What autoscalers say about themselves. */
final class Autoscalers {
  private Autoscalers() {}

  /** The one that sets this deployment's number of pods. */
  static Optional<HorizontalPodAutoscaler> of(Place deployment, Surroundings around) {
    return around.autoscalers(deployment.namespace()).stream()
        .filter(h -> h.getSpec() != null && h.getSpec().getScaleTargetRef() != null)
        .filter(h -> "Deployment".equals(h.getSpec().getScaleTargetRef().getKind()))
        .filter(h -> deployment.name().equals(h.getSpec().getScaleTargetRef().getName()))
        .findFirst();
  }

  static int least(HorizontalPodAutoscaler live) {
    var least = live.getSpec().getMinReplicas();
    return least == null ? 1 : least;
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
