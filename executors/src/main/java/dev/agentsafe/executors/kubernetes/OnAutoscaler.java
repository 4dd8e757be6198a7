package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;

/** What is done on an autoscaler. */
interface OnAutoscaler extends Procedure<HorizontalPodAutoscaler> {
  @Override
  default Kind kind() {
    return Kind.AUTOSCALER;
  }

  @Override
  default Class<HorizontalPodAutoscaler> type() {
    return HorizontalPodAutoscaler.class;
  }

  @Override
  default Value.Fields fields(HorizontalPodAutoscaler live, Value.Fields params) {
    return Autoscalers.fields(live);
  }

  @Override
  default boolean same(
      HorizontalPodAutoscaler one, HorizontalPodAutoscaler other, Value.Fields params) {
    return one.getSpec().equals(other.getSpec());
  }
}
