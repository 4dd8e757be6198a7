package dev.agentsafe.executors.kubernetes;

import static dev.agentsafe.core.runner.Manual.Check.advisory;
import static dev.agentsafe.core.runner.Manual.Check.blocking;
import static dev.agentsafe.core.runner.Manual.Check.depends;
import static java.util.Map.entry;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.PrecheckResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prechecks known by name. What an action cannot do without blocks; what people should know
 * first warns.
 */
final class Prechecks {
  /** What each looks at, for people. */
  static final Map<String, Manual.Check> CHECKS =
      Map.ofEntries(
          entry(
              "deployment-exists",
              blocking(
                  "the deployment is there; a restart also needs that its roll-outs are not"
                      + " paused")),
          entry(
              "configmap-exists",
              blocking("the config map is there; a change also needs that it is not immutable")),
          entry("node-exists", blocking("the node is there; to close it it must be ready")),
          entry("hpa-check", advisory("no autoscaler sets the deployment's number of pods")),
          entry(
              "minimum-replicas",
              advisory("it has two pods or more, so that some serve all the while")),
          entry("container-exists", blocking("the pod template has that container")),
          entry(
              "image-pullable",
              depends(
                  "its reference is well formed (blocking); a node already has it (advisory: no"
                      + " registry is asked)")),
          entry(
              "dependent-pods",
              advisory("no deployment and no pod of its own uses the config map")),
          entry(
              "capacity-check",
              blocking("the other nodes have room for what the node's pods ask for")),
          entry("node-cordoned", blocking("it takes no new pods now")),
          entry("revision-exists", blocking("the history holds a replica set of that revision")),
          entry("hpa-exists", blocking("the autoscaler is there")),
          entry("min-max-valid", blocking("the lower bound is not above the upper")),
          entry("secret-exists", blocking("the secret is there")),
          entry("namespace-exists", blocking("the namespace is there and not ending")),
          entry("namespace-not-exists", blocking("no namespace of that name is there")),
          entry(
              "not-system-namespace",
              blocking("it is not `default` and its name does not begin with `kube-`")),
          entry("resource-inventory", advisory("nothing is in it that would be lost")),
          entry(
              "cni-supports-netpol",
              advisory("a network plug-in runs that is known to enforce policies")),
          entry("affected-pods", advisory("the selector takes in at least one pod")));

  private final Surroundings around;
  private final Place place;
  private final Value.Fields params;
  private final Procedure<?> procedure;

  Prechecks(Asked asked, Procedure<?> procedure) {
    this.around = asked.around();
    this.place = asked.place();
    this.params = asked.params();
    this.procedure = procedure;
  }

  /** What that check finds; a name that is not known here warns. */
  PrecheckResult check(String name, Optional<? extends HasMetadata> live) {
    return switch (name) {
      case "deployment-exists", "configmap-exists", "node-exists", "hpa-exists", "secret-exists" ->
          exists(name, live);
      case "namespace-exists" -> namespace(name);
      case "namespace-not-exists" ->
          live.isEmpty() ? pass(name, "there is none yet") : fail(name, place + " exists already");
      case "hpa-check" -> autoscaler(name);
      case "minimum-replicas" -> of(name, live, Deployment.class, d -> replicas(name, d));
      case "container-exists" -> of(name, live, Deployment.class, d -> container(name, d));
      case "image-pullable" -> image(name);
      case "dependent-pods" -> dependents(name);
      case "capacity-check" -> capacity(name);
      case "node-cordoned" -> of(name, live, Node.class, n -> cordoned(name, n));
      default -> warn(name, "not known here, so nothing was checked");
    };
  }

  private static <T extends HasMetadata> PrecheckResult of(
      String name,
      Optional<? extends HasMetadata> live,
      Class<T> type,
      java.util.function.Function<T, PrecheckResult> check) {
    return live.filter(type::isInstance)
        .map(type::cast)
        .map(check)
        .orElseGet(() -> fail(name, "there is nothing to look at"));
  }

  private PrecheckResult exists(String name, Optional<? extends HasMetadata> live) {
    if (live.isEmpty()) {
      return fail(name, place + " does not exist");
    }
    return switch (live.get()) {
      case Deployment d when Deployments.paused(d) && procedure instanceof RestartDeployment ->
          fail(name, place + " is paused");
      case Deployment d when Deployments.paused(d) && !procedure.readsOnly() ->
          pass(name, place + " exists; its roll-outs are paused");
      case Node n when procedure.equals(new Schedule(false)) && !Schedule.ready(n) ->
          fail(name, place + " is not ready");
      case ConfigMap c when Boolean.TRUE.equals(c.getImmutable()) && !procedure.readsOnly() ->
          fail(name, place + " is immutable");
      default -> pass(name, place + " exists");
    };
  }

  private PrecheckResult namespace(String name) {
    var home = place.kind() == Kind.NAMESPACE ? place : place.home();
    return around
        .find(home, Namespace.class)
        .map(found ->
            Namespaces.isEnding(found)
                ? fail(name, home + " is ending")
                : pass(name, home + " exists"))
        .orElseGet(() -> fail(name, home + " does not exist"));
  }

  private PrecheckResult autoscaler(String name) {
    return Autoscalers.of(place, around)
        .map(scaler -> warn(name, "a" + Autoscalers.words(scaler).substring(1)))
        .orElseGet(() -> pass(name, "no autoscaler is set on it"));
  }

  private static PrecheckResult replicas(String name, Deployment live) {
    long count = Deployments.replicas(live);
    return count >= 2
        ? pass(name, Words.pods(count))
        : warn(name, Words.pods(count) + ": it will be away while it restarts");
  }

  private PrecheckResult container(String name, Deployment live) {
    var wanted = params.text("container").orElse("");
    var there = Deployments.containers(live).stream().map(c -> "`" + c.getName() + "`").toList();
    return there.contains("`" + wanted + "`")
        ? pass(name, "`" + wanted + "` is there")
        : fail(name, "no container `" + wanted + "`; there is " + String.join(", ", there));
  }

  private PrecheckResult image(String name) {
    var wanted = params.text("image").orElse("");
    var objection = Grammar.IMAGE.objection("image", wanted);
    if (objection.isPresent()) {
      return fail(name, objection.get());
    }
    var holder =
        around.nodes().stream()
            .filter(n -> n.getStatus() != null && n.getStatus().getImages() != null)
            .filter(n ->
                n.getStatus().getImages().stream()
                    .flatMap(i -> Stream.ofNullable(i.getNames()).flatMap(List::stream))
                    .anyMatch(held -> sameImage(held, wanted)))
            .findFirst();
    return holder
        .map(n -> pass(name, "node `" + n.getMetadata().getName() + "` already has it"))
        .orElseGet(() -> warn(name, "no node has it yet and its registry is not asked from here"));
  }

  private static boolean sameImage(String held, String wanted) {
    return held.equals(wanted)
        || held.equals("docker.io/" + wanted)
        || held.equals("docker.io/library/" + wanted);
  }

  private PrecheckResult dependents(String name) {
    var users = References.users(place, around);
    return users.isEmpty()
        ? pass(name, "no deployment or pod uses it")
        : warn(
            name,
            "used by "
                + String.join(", ", users)
                + "; what reads it as environment sees the change only after a restart");
  }

  private PrecheckResult capacity(String name) {
    var left = Capacity.without(place.name(), around.nodes(), around.allPods());
    return left.enough() ? pass(name, left.words()) : fail(name, left.words());
  }

  private static PrecheckResult cordoned(String name, Node live) {
    return Schedule.schedulable(live)
        ? fail(name, "it already takes new pods")
        : pass(name, "it takes no new pods now");
  }

  static PrecheckResult pass(String name, String message) {
    return new PrecheckResult(name, true, message, false);
  }

  static PrecheckResult fail(String name, String message) {
    return new PrecheckResult(name, false, message, false);
  }

  static PrecheckResult warn(String name, String message) {
    return new PrecheckResult(name, false, message, true);
  }
}
