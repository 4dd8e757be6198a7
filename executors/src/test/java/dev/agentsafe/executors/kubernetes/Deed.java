package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An action that writes, done to something of the cluster of single objects.
 *
 * @param first what has to be done before it, so that there is something to do
 * @param happened whether the effect is there, seen without the executor
 */
record Deed(
    String action,
    String target,
    Map<String, Object> params,
    Optional<Deed> first,
    Predicate<Bench> happened) {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";

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
            bench -> image(bench).equals("registry.example/web:1")),
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
                    .isEmpty()),
        policy("web-in", "replaced"),
        policy("made", "made"),
        new Deed(
            "apply-network-policy",
            "prod/shop",
            Map.of("policy_name", "web-in", "pod_selector", "app=web", "policy", "none"),
            Optional.empty(),
            bench -> found(bench, policyPath("web-in"), NetworkPolicy.class).isEmpty()),
        marked("cordon-node", "prod/node-1", Map.of(), "/api/v1/nodes/node-1", Node.class),
        marked("uncordon-node", "prod/node-3", Map.of(), "/api/v1/nodes/node-3", Node.class));
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
        bench -> found(bench, path, type).flatMap(Edit::markOf).isPresent());
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
    return action + " " + params;
  }
}
