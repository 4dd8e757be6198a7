package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;

/** Tells how far a deployment's roll-out has come. */
final class RolloutStatus implements Reading<Deployment> {
  @Override
  public Manual manual() {
    return new Manual(
        Map.of(),
        Prechecks.CHECKS,
        Courses.read("how far the roll-out has come"),
        new Manual.Undoing.ChangesNothing());
  }

  @Override
  public Kind kind() {
    return Kind.DEPLOYMENT;
  }

  @Override
  public Class<Deployment> type() {
    return Deployment.class;
  }

  @Override
  public Value.Fields fields(Deployment live, Value.Fields params) {
    return Deployments.fields(live, Optional.empty());
  }

  @Override
  public Value.Fields output(Deployment live, Value.Fields params) {
    var standing = Deployments.rollout(live);
    return fields(live, params)
        .with("complete", Value.of(standing instanceof Standing.Holds))
        .with("status", Value.of(standing.words()));
  }
}
