package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts pods on nodes, starts and ends them.
 *
 * <p>An image whose tag begins with {@code missing} cannot be pulled, and one whose tag begins with
 * {@code crashing} does not stay up; pods with them never become ready. All others are ready one
 * step after they were made.
 */
final class Kubelet implements Controller {
  private final Objects objects;

  Kubelet(Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean step(int pace) {
    var pods = objects.all(Pod.class);
    pods.stream().filter(Pod::isMarkedForDeletion).forEach(objects::remove);
    var load = new HashMap<String, Long>();
    pods.stream()
        .map(p -> p.getSpec().getNodeName())
        .filter(java.util.Objects::nonNull)
        .forEach(node -> load.merge(node, 1L, Long::sum));
    for (var pod : pods) {
      if (Pods.active(pod) && !Pods.ready(pod) && Pods.controller(pod).isPresent()) {
        start(pod, load);
      }
    }
    return false;
  }

  private void start(Pod pod, Map<String, Long> load) {
    var on = Optional.ofNullable(pod.getSpec().getNodeName()).or(() -> room(load));
    var states =
        on.isEmpty()
            ? List.<ContainerStatus>of()
            : pod.getSpec().getContainers().stream().map(Kubelet::started).toList();
    boolean pulled = states.stream().noneMatch(s -> s.getState().getWaiting() != null);
    boolean up = pulled || states.stream().anyMatch(s -> s.getState().getRunning() != null);
    var status = status(on.isPresent() && up ? "Running" : "Pending", states);
    if (on.isPresent() && pod.getSpec().getNodeName() == null) {
      objects.report(pod, status, "/spec/nodeName", on.get());
    } else if (!status.equals(pod.getStatus())) {
      objects.report(pod, status);
    }
  }

  /** The node that takes new pods and has fewest, with one more on it from now on. */
  private Optional<String> room(Map<String, Long> load) {
    var found =
        objects.all(Node.class).stream()
            .filter(
                n -> n.getSpec() == null || !Boolean.TRUE.equals(n.getSpec().getUnschedulable()))
            .map(n -> n.getMetadata().getName())
            .min(
                Comparator.comparingLong((String node) -> load.getOrDefault(node, 0L))
                    .thenComparing(Comparator.naturalOrder()));
    found.ifPresent(node -> load.merge(node, 1L, Long::sum));
    return found;
  }

  private static ContainerStatus started(Container container) {
    var image = String.valueOf(container.getImage());
    var tag = image.substring(image.lastIndexOf(':') + 1);
    var status = new ContainerStatusBuilder().withName(container.getName()).withImage(image);
    if (tag.startsWith("missing")) {
      return waiting(status, "ImagePullBackOff", "Back-off pulling image \"" + image + "\"");
    }
    if (tag.startsWith("crashing")) {
      return waiting(status, "CrashLoopBackOff", "back-off restarting failed container");
    }
    return status
        .withReady(true)
        .withStarted(true)
        .withRestartCount(0)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .build();
  }

  private static ContainerStatus waiting(
      ContainerStatusBuilder status, String reason, String message) {
    return status
        .withReady(false)
        .withStarted(false)
        .withRestartCount(0)
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(message)
        .endWaiting()
        .endState()
        .build();
  }

  private static PodStatus status(String phase, List<ContainerStatus> states) {
    boolean ready = !states.isEmpty() && states.stream().allMatch(ContainerStatus::getReady);
    return new PodStatusBuilder()
        .withPhase(phase)
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus(states.isEmpty() ? "False" : "True")
        .withReason(states.isEmpty() ? "Unschedulable" : null)
        .endCondition()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .withContainerStatuses(states)
        .build();
  }
}
