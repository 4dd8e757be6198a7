package dev.agentsafe.core.request;

import dev.agentsafe.core.catalog.Action;
import java.util.Map;
import java.util.Set;

/** Which actions apply to which targets: a target type contains others; stateless. */
public final class TargetTypes {
  private static final Map<String, Set<String>> CONTAINED =
      Map.of(
          "k8s-namespace",
          Set.of(
              "k8s-deployment",
              "k8s-statefulset",
              "k8s-pod",
              "k8s-service",
              "k8s-configmap",
              "k8s-secret",
              "k8s-hpa"),
          "k8s-deployment",
          Set.of("k8s-pod", "k8s-configmap", "k8s-hpa"),
          "aws-ecs-service",
          Set.of("aws-ecs-task"));

  private TargetTypes() {}

  /** Whether the action is for this type, or for one that it contains. */
  public static boolean applies(Action action, String targetType) {
    var type = plain(targetType);
    for (var wanted : action.scope().targetTypes()) {
      var plain = plain(wanted);
      if (plain.equals(type) || CONTAINED.getOrDefault(type, Set.of()).contains(plain)) {
        return true;
      }
    }
    return false;
  }

  /** One name for types that have two. */
  public static String plain(String type) {
    return type.equals("ec2-instance") ? "aws-ec2-instance" : type;
  }
}
