package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Readback;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An action that writes, done to something of the cluster of single objects.
 *
 * @param first what has to be done before it, so that there is something to do
 * @param happened whether the effect is there, seen without the executor
 * @param manner what it sends
 */
record Deed(
    String action,
    String target,
    Map<String, Object> params,
    Optional<Deed> first,
    Predicate<Bench> happened,
    Manner manner) {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";
  private static final String TOOLS = "/api/v1/namespaces/shop/pods/tools";

  /** What a write is, and so what can be told of it afterwards. */
  enum Manner {
    /** A change of an object, which bears the decision's mark then. */
    CHANGES,
    /** A deletion: the object is gone then, and nothing bears a mark. */
    DELETES,
    /**
     * Evictions of pods from a node that is closed already. One that is refused because of a budget
     * (429) or because another pod is in the place (409) surely did not happen and is asked for
     * again until the deadline; which pods went by whom cannot be told afterwards.
     */
    EVICTS,
    /**
     * A command over a WebSocket. Nothing can be told of it afterwards, so that what is lost stays
     * open. That somebody changes the pod meanwhile is no fault here: the API knows no precondition
     * for it.
     */
    COMMANDS;

    /** What is said of a write whose answer was lost. */
    String words(boolean done) {
      return switch (this) {
        case CHANGES ->
            done ? "the change is there" : "the object does not bear this decision's mark";
        case DELETES -> done ? "the change is there" : "the object is still there";
        case EVICTS -> "the eviction of `shop/";
        case COMMANDS -> "it may have run, or still run";
      };
    }

    /** What may be found when it is read back. */
    Set<Class<? extends Readback>> found(boolean done) {
      return switch (this) {
        case CHANGES ->
            done
                ? Set.of(Readback.Happened.class, Readback.Partly.class)
                : Set.of(Readback.Absent.class);
        case DELETES ->
            done
                ? Set.of(Readback.Happened.class, Readback.Partly.class)
                : Set.of(Readback.Absent.class, Readback.Open.class);
        case EVICTS, COMMANDS -> Set.of(Readback.Open.class);
      };
    }

    /** What is said of a conflict that never ends. */
    String conflict() {
      return switch (this) {
        case CHANGES, DELETES -> "changed meanwhile; nothing was done";
        case EVICTS -> "none of it went: the time was over";
        case COMMANDS -> "The command was not begun: ";
      };
    }

    Spoiler between(URI api, BrokenWire.Fault fault) {
      return this == COMMANDS ? new BrokenLine(api, fault) : new BrokenWire(api, fault);
    }
  }

  /** Every action that writes. */
  static Stream<Deed> all() {
    var image = Map.<String, Object>of("container", "web", "image", "registry.example/web:2");
    var update = marked("update-image", "prod/web", image, WEB, Deployment.class);
    return Stream.of(
        marked("scale-deployment", "prod/web", Map.of("replicas", 3), WEB, Deployment.class),
        marked("restart-deployment", "prod/web", Map.of(), WEB, Deployment.class),
        update,
        new Deed(
            "rollout-undo",
            "prod/web",
            Map.of(),
            Optional.of(update),
            bench -> image(bench).equals("registry.example/web:1"),
            Manner.CHANGES),
        marked(
            "scale-hpa",
            "prod/web-hpa",
            Map.of("min_replicas", 2, "max_replicas", 9),
            "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web",
            HorizontalPodAutoscaler.class),
        marked(
            "update-hpa-limits",
            "prod/web-hpa",
            Map.of("target_cpu_percent", 60),
            "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web",
            HorizontalPodAutoscaler.class),
        marked(
            "update-configmap",
            "prod/shop-config",
            Map.of("key", "banner", "value", "x"),
            "/api/v1/namespaces/shop/configmaps/shop-config",
            ConfigMap.class),
        marked("create-namespace", "prod/new", Map.of(), "/api/v1/namespaces/new", Namespace.class),
        new Deed(
            "delete-namespace",
            "prod/old",
            Map.of(),
            Optional.empty(),
            bench ->
                found(bench, "/api/v1/namespaces/old", Namespace.class)
                    .filter(n -> n.getMetadata().getDeletionTimestamp() == null)
                    .isEmpty(),
            Manner.DELETES),
        policy("web-in", "replaced"),
        policy("made", "made"),
        new Deed(
            "apply-network-policy",
            "prod/shop",
            Map.of("policy_name", "web-in", "pod_selector", "app=web", "policy", "none"),
            Optional.empty(),
            bench -> found(bench, policyPath("web-in"), NetworkPolicy.class).isEmpty(),
            Manner.DELETES),
        closing("cordon-node"),
        marked("uncordon-node", "prod/node-3", Map.of(), "/api/v1/nodes/node-3", Node.class),
        closing("drain-node"),
        new Deed(
            "drain-node",
            "prod/node-1",
            Map.of("timeout", 30),
            Optional.of(closing("cordon-node")),
            bench -> staying(bench) < 2,
            Manner.EVICTS),
        new Deed(
            "delete-pod",
            "prod/shop",
            Map.of("pod", "tools"),
            Optional.empty(),
            bench -> found(bench, TOOLS, Pod.class).filter(p -> !Pods.ending(p)).isEmpty(),
            Manner.DELETES),
        new Deed(
            "exec-pod",
            "prod/shop",
            Map.of("pod", "tools", "command", List.of("touch", "done")),
            Optional.empty(),
            bench -> touched(bench).equals(Optional.of("done")),
            Manner.COMMANDS));
  }

  private static Deed closing(String action) {
    return marked(action, "prod/node-1", Map.of(), "/api/v1/nodes/node-1", Node.class);
  }

  /** How many pods of deployments stay on the node that is drained. */
  private static long staying(Bench bench) {
    return bench.object("/api/v1/namespaces/shop/pods", PodList.class).getItems().stream()
        .filter(p -> "node-1".equals(p.getSpec().getNodeName()) && !Pods.ending(p))
        .count();
  }

  /** Which files the command touched: each as often as it ran. */
  private static Optional<String> touched(Bench bench) {
    return found(bench, TOOLS, Pod.class)
        .map(p -> p.getMetadata().getAnnotations())
        .map(a -> a.get("agent-safe.dev/sandbox-files"));
  }

  private static Deed policy(String name, String label) {
    return marked(
        "apply-network-policy",
        "prod/shop",
        Map.of("policy_name", name, "pod_selector", "app=" + label),
        policyPath(name),
        NetworkPolicy.class);
  }

  private static String policyPath(String name) {
    return "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/" + name;
  }

  private static Deed marked(
      String action,
      String target,
      Map<String, Object> params,
      String path,
      Class<? extends HasMetadata> type) {
    return new Deed(
        action,
        target,
        params,
        Optional.empty(),
        bench -> found(bench, path, type).flatMap(Edit::markOf).isPresent(),
        Manner.CHANGES);
  }

  private static <T extends HasMetadata> Optional<T> found(
      Bench bench, String path, Class<T> type) {
    try {
      return Optional.of(bench.object(path, type));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static String image(Bench bench) {
    var template = bench.object(WEB, Deployment.class).getSpec().getTemplate();
    return template.getSpec().getContainers().getFirst().getImage();
  }

  @Override
  public String toString() {
    return action + " " + params + first.map(f -> " after " + f.action()).orElse("");
  }
}
