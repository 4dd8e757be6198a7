package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the other nodes could carry all pods. */
final class Capacity {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private Capacity() {}

  /**
   * What is left without that node.
   *
   * @param enough whether the others take new pods and hold what all pods ask for
   */
  record Left(boolean enough, String words) {}

  static Left without(String node, List<Node> nodes, List<Pod> pods) {
    var others =
        nodes.stream()
            .filter(n -> !n.getMetadata().getName().equals(node))
            .filter(n -> Schedule.schedulable(n) && Schedule.ready(n))
            .toList();
    if (others.isEmpty()) {
      return new Left(false, "no other node is ready and takes new pods");
    }
    var running = pods.stream().filter(Capacity::runs).toList();
    for (var resource : List.of("cpu", "memory")) {
      var room =
          others.stream()
              .map(n -> allocatable(n, resource))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      var asked =
          running.stream()
              .map(p -> requested(p, resource))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      if (asked.compareTo(room) > 0) {
        return new Left(
            false,
            "all pods ask for more " + resource + " than the other " + others.size() + " have");
      }
    }
    return new Left(
        true,
        others.size()
            + (others.size() == 1 ? " other node takes" : " other nodes take")
            + " new pods");
  }

  private static boolean runs(Pod pod) {
    return pod.getStatus() == null || !OVER.contains(String.valueOf(pod.getStatus().getPhase()));
  }

  private static BigDecimal allocatable(Node node, String resource) {
    return amount(node.getStatus().getAllocatable(), resource);
  }

  private static BigDecimal requested(Pod pod, String resource) {
    return pod.getSpec() == null
        ? BigDecimal.ZERO
        : Stream.ofNullable(pod.getSpec().getContainers())
            .flatMap(List::stream)
            .filter(c -> c.getResources() != null)
            .map(c -> amount(c.getResources().getRequests(), resource))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal amount(@Nullable Map<String, Quantity> all, String resource) {
    var quantity = all == null ? null : all.get(resource);
    return quantity == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(quantity);
  }
}
