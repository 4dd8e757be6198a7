package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Replaces all pods of a deployment, a few at a time. */
final class RestartDeployment implements OnDeployment {
  /** The annotation that {@code kubectl rollout restart} sets too. */
  static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(),
        Prechecks.CHECKS,
        Courses.patched(
            "how many pods are replaced",
            "the annotation of the pod template that `kubectl rollout restart` sets",
            "the roll-out complete; replicas ready of wanted as progress"),
        new Manual.Undoing.Irreversible(
            "the pods of before are gone; the new ones run the same template"));
  }

  @Override
  public Value.Fields fields(Deployment live, Value.Fields params) {
    return Deployments.fields(live, Optional.empty());
  }

  @Override
  public Change change(Deployment live, Asked asked) {
    if (Deployments.paused(live)) {
      return new Change.Impossible("its roll-outs are paused; resume it first");
    }
    var at = asked.now().truncatedTo(ChronoUnit.MILLIS).toString();
    var template = live.getSpec().getTemplate().getMetadata();
    var edit =
        template == null
            ? Edit.of(live)
                .set("/spec/template/metadata", Map.of("annotations", Map.of(RESTARTED_AT, at)))
            : Edit.of(live)
                .within(
                    "/spec/template/metadata/annotations",
                    template.getAnnotations(),
                    RESTARTED_AT,
                    at);
    return new Change.Made(edit, "Restarting " + Words.pods(Deployments.replicas(live)));
  }

  @Override
  public Standing standing(Deployment live, Deployment taken, Asked asked) {
    return Deployments.rollout(live);
  }
}
