package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets how many pods a deployment has. */
final class ScaleDeployment implements OnDeployment {
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

  @Override
  public Manual manual() {
    return new Manual(
        Map.of("replicas", "a whole number from 0 to 2147483647"),
        Prechecks.CHECKS,
        Courses.patched(
            "the autoscaler that may set the number back",
            "the number of replicas",
            "all replicas available, none of before left"),
        new Manual.Undoing.Inverse("the number of replicas before"));
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    return params.get("replicas").orElse(Value.NULL) instanceof Value.Int(var given)
            && given.signum() >= 0
            && given.compareTo(MOST) <= 0
        ? Optional.empty()
        : Optional.of("Parameter `replicas` must be a whole number from 0 on.");
  }

  @Override
  public Value.Fields fields(Deployment live, Value.Fields params) {
    return Deployments.fields(live, Optional.empty());
  }

  @Override
  public Change change(Deployment live, Asked asked) {
    long from = Deployments.replicas(live);
    int to = wanted(asked.params());
    return from == to
        ? new Change.None("It already has " + Words.pods(to) + ".")
        : new Change.Made(
            Edit.of(live).set("/spec/replicas", to), "Scaling from " + from + " to " + to);
  }

  @Override
  public List<String> notes(Optional<Deployment> live, Asked asked) {
    return Autoscalers.of(asked.place(), asked.around()).stream()
        .map(scaler -> Autoscalers.words(scaler) + ".")
        .toList();
  }

  private static int wanted(Value.Fields params) {
    return params.get("replicas").orElse(Value.NULL) instanceof Value.Int(var given)
        ? given.intValueExact()
        : 0;
  }

  @Override
  public Standing standing(Deployment live, Deployment taken, Asked asked) {
    long now = Deployments.replicas(live);
    return now == wanted(asked.params())
        ? Deployments.rollout(live)
        : new Standing.Broken("somebody else has set it to " + Words.pods(now) + " meanwhile");
  }
}
