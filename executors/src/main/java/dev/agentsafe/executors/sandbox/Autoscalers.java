package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatusBuilder;
import java.util.List;

/** Keeps deployments within the limits of their autoscalers; measures no load. */
final class Autoscalers implements Controller {
  private final Objects objects;

  Autoscalers(Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean step(int pace) {
    var scalers = objects.all(HorizontalPodAutoscaler.class);
    if (!scalers.isEmpty()) {
      var deployments = objects.all(Deployment.class);
      scalers.forEach(s -> keep(s, deployments));
    }
    return false;
  }

  private void keep(HorizontalPodAutoscaler scaler, List<Deployment> deployments) {
    var target = scaler.getSpec().getScaleTargetRef();
    var found =
        deployments.stream()
            .filter(d ->
                d.getMetadata().getNamespace().equals(scaler.getMetadata().getNamespace())
                    && d.getMetadata().getName().equals(target.getName())
                    && target.getKind().equals("Deployment"))
            .findFirst();
    if (found.isEmpty()) {
      return;
    }
    int now = Pods.number(found.get().getSpec().getReplicas(), 1);
    // As the real one: what is scaled to nothing is left alone.
    int wanted =
        now == 0
            ? 0
            : Math.clamp(
                now,
                Pods.number(scaler.getSpec().getMinReplicas(), 1),
                Math.max(
                    scaler.getSpec().getMaxReplicas(),
                    Pods.number(scaler.getSpec().getMinReplicas(), 1)));
    if (wanted != now) {
      objects.set(found.get(), "/spec/replicas", wanted);
    }
    HorizontalPodAutoscalerStatus status =
        new HorizontalPodAutoscalerStatusBuilder()
            .withObservedGeneration(scaler.getMetadata().getGeneration())
            .withCurrentReplicas(now)
            .withDesiredReplicas(wanted)
            .build();
    if (!status.equals(scaler.getStatus())) {
      objects.report(scaler, status);
    }
  }
}
