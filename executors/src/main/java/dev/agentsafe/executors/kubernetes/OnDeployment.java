package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Objects;

/** What is done on a deployment; it changes the specification and is settled by the roll-out. */
interface OnDeployment extends Procedure<Deployment> {
  @Override
  default Kind kind() {
    return Kind.DEPLOYMENT;
  }

  @Override
  default Class<Deployment> type() {
    return Deployment.class;
  }

  @Override
  default Deployment settled(Deployment changed, Asked asked) {
    return Deployments.settled(changed);
  }

  @Override
  default boolean same(Deployment one, Deployment other, Value.Fields params) {
    return Objects.equals(one.getSpec(), other.getSpec());
  }
}
