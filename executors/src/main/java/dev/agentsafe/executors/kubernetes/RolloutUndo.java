package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives a deployment the pod template of an earlier revision. */
final class RolloutUndo implements OnDeployment {
  private static final String REVISION = "revision";

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(REVISION, Numbers.words(1) + "; the one before today's where it is left out"),
        Prechecks.CHECKS,
        Courses.patched(
            "the images of that revision and how many pods are replaced",
            "the pod template of the replica set that the deployment keeps for the revision",
            "the roll-out complete; replicas ready of wanted as progress"),
        new Manual.Undoing.Inverse(
            "the pod template of before; the cluster gives it a new revision number"));
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    return params.get(REVISION).isEmpty()
        ? Optional.empty()
        : Numbers.objection(params, REVISION, 1);
  }

  @Override
  public Value.Fields fields(Deployment live, Value.Fields params) {
    return Deployments.fields(live, Optional.empty());
  }

  /** A revision and what it holds. */
  private record Past(long number, PodTemplateSpec template) {}

  /** The revision that is meant, if the history holds it. */
  private static Optional<Past> past(
      Deployment live, Value.Fields params, NavigableMap<Long, PodTemplateSpec> history) {
    var asked = Numbers.of(params, REVISION, 1);
    var now = Revisions.number(live).orElse(Long.MAX_VALUE);
    var entry =
        asked.isEmpty()
            ? history.lowerEntry(
                history.containsKey(now) || history.isEmpty() ? now : history.lastKey())
            : history.floorEntry((long) asked.getAsInt());
    return Optional.ofNullable(entry)
        .filter(e -> asked.isEmpty() || e.getKey() == asked.getAsInt())
        .map(e -> new Past(e.getKey(), e.getValue()));
  }

  private static String missing(Value.Fields params, NavigableMap<Long, PodTemplateSpec> history) {
    var asked = Numbers.of(params, REVISION, 1);
    return (asked.isEmpty()
            ? "its history holds no revision before today's"
            : "its history holds no revision " + asked.getAsInt())
        + (history.isEmpty()
            ? ""
            : "; it holds "
                + history.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  @Override
  public Change change(Deployment live, Asked asked) {
    if (Deployments.paused(live)) {
      return new Change.Impossible("its roll-outs are paused; resume it first");
    }
    var history = Revisions.of(live, asked.around());
    var past = past(live, asked.params(), history);
    if (past.isEmpty()) {
      return new Change.Impossible(missing(asked.params(), history));
    }
    var number = past.get().number();
    var template = past.get().template();
    if (isSame(template, live.getSpec().getTemplate())) {
      return new Change.None("It already runs the template of revision " + number + ".");
    }
    return new Change.Made(
        Edit.of(live).set("/spec/template", template).imprinted(imprint(template)),
        "Going back to revision " + number + ": " + images(template));
  }

  private static String images(PodTemplateSpec template) {
    return template.getSpec().getContainers().stream()
        .map(c -> "`" + c.getName() + "` with `" + c.getImage() + "`")
        .collect(Collectors.joining(", "));
  }

  private static boolean isSame(PodTemplateSpec one, PodTemplateSpec other) {
    return imprint(one).equals(imprint(other));
  }

  private static String imprint(PodTemplateSpec template) {
    return Plain.digest(Revisions.bare(template));
  }

  @Override
  public Optional<String> imprint(Deployment object) {
    return Optional.of(imprint(object.getSpec().getTemplate()));
  }

  @Override
  public Optional<PrecheckResult> check(String name, Optional<Deployment> live, Asked asked) {
    if (!name.equals("revision-exists") || live.isEmpty()) {
      return Optional.empty();
    }
    var history = Revisions.of(live.get(), asked.around());
    return Optional.of(
        past(live.get(), asked.params(), history)
            .map(past ->
                Prechecks.pass(
                    name, "revision " + past.number() + " holds " + images(past.template())))
            .orElseGet(() -> Prechecks.fail(name, missing(asked.params(), history))));
  }

  @Override
  public List<String> notes(Optional<Deployment> live, Asked asked) {
    return live.stream()
        .map(found -> "All of its " + Words.pods(Deployments.replicas(found)) + " are replaced.")
        .toList();
  }

  /** The controller gives the revision that comes back the next number. */
  @Override
  public Deployment settled(Deployment changed, Asked asked) {
    var settled = Deployments.settled(changed);
    var last = Revisions.of(changed, asked.around());
    return last.isEmpty()
        ? settled
        : new DeploymentBuilder(settled)
            .editMetadata()
            .addToAnnotations(Revisions.REVISION, String.valueOf(last.lastKey() + 1))
            .endMetadata()
            .build();
  }

  @Override
  public Standing standing(Deployment live, Deployment taken, Asked asked) {
    return isSame(live.getSpec().getTemplate(), taken.getSpec().getTemplate())
        ? Deployments.rollout(live)
        : new Standing.Broken("somebody else has changed its pod template meanwhile");
  }
}
