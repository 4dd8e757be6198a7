package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Optional;

/** Tells how far a deployment's roll-out has come. */
final class RolloutStatus implements Procedure<Deployment> {

  @Override
  public Kind kind() {
    return Kind.DEPLOYMENT;
  }

  @Override
  public Class<Deployment> type() {
    return Deployment.class;
  }

  @Override
  public boolean readsOnly() {
    return true;
  }

  @Override
  public Value.Fields fields(Deployment live, Value.Fields params) {
    return Deployments.fields(live, Optional.empty());
  }

  @Override
  public Change change(Deployment live, Value.Fields params, Instant now) {
    return new Change.None("It only reads.");
  }

  @Override
  public boolean same(Deployment one, Deployment other, Value.Fields params) {
    return true;
  }

  @Override
  public Standing standing(Deployment live, Value.Fields params) {
    return new Standing.Holds("read");
  }

  @Override
  public Value.Fields output(Deployment live, Value.Fields params) {
    var standing = Deployments.rollout(live);
    return fields(live, params)
        .with("complete", Value.of(standing instanceof Standing.Holds))
        .with("status", Value.of(standing.words()));
  }
}
