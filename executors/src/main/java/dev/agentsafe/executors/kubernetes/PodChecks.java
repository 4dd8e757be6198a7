package dev.agentsafe.executors.kubernetes;

import static dev.agentsafe.executors.kubernetes.Prechecks.fail;
import static dev.agentsafe.executors.kubernetes.Prechecks.pass;
import static dev.agentsafe.executors.kubernetes.Prechecks.warn;

import dev.agentsafe.core.runner.Manual.Check;
import dev.agentsafe.core.state.PrecheckResult;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prechecks of what is done to one pod. */
final class PodChecks {
  /** What each looks at, for people. */
  static final Map<String, Check> CHECKS =
      Map.of(
          "pod-exists",
          Check.blocking("the pod is there and is not ending already"),
          "pod-running",
          Check.blocking("the pod is running and not ending"),
          "has-controller",
          Check.blocking("a controller owns the pod and will start another in its place"),
          "pdb-check",
          Check.blocking("every disruption budget that counts the pod allows one less"));

  private PodChecks() {}

  /** What that check finds; a name that is not known here warns. */
  static PrecheckResult check(String name, Optional<Pod> live, Asked asked) {
    if (!CHECKS.containsKey(name)) {
      return warn(name, "not known here, so nothing was checked");
    }
    if (live.isEmpty()) {
      return fail(name, asked.place() + " does not exist");
    }
    var pod = live.get();
    return switch (name) {
      case "pod-running" ->
          Pods.running(pod) ? pass(name, "it is running") : fail(name, standing(pod));
      case "has-controller" -> controlled(name, pod);
      case "pdb-check" -> budgets(name, pod, asked);
      default ->
          Pods.ending(pod)
              ? fail(name, asked.place() + " is ending already")
              : pass(name, asked.place() + " exists: " + standing(pod));
    };
  }

  private static String standing(Pod pod) {
    return Pods.ending(pod) ? "it is ending" : "its phase is `" + Pods.phase(pod) + "`";
  }

  private static PrecheckResult controlled(String name, Pod pod) {
    var controller = Pods.controller(pod);
    if (Pods.mirrored(pod)) {
      return fail(name, "it mirrors a static pod of its node, which the API cannot delete");
    }
    return controller
        .map(owner -> pass(name, Pods.words(owner) + " will start another"))
        .orElseGet(() -> fail(name, "nothing controls it: it would be gone for good"));
  }

  private static PrecheckResult budgets(String name, Pod pod, Asked asked) {
    // A pod that serves nobody is not counted as healthy, so that its end takes nothing away.
    if (!Pods.ready(pod)) {
      return pass(name, "it is not ready, so no budget counts it");
    }
    var hurdles = new Budgets(asked.around()).before(List.of(pod));
    var all = new java.util.TreeSet<>(hurdles.never());
    all.addAll(hurdles.now());
    return all.isEmpty()
        ? pass(name, "no budget stands in the way")
        : fail(name, String.join("; ", all));
  }
}
