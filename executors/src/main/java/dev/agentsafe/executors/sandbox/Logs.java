package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** What containers of a sandbox have written; stateless. */
final class Logs {
  /** What all containers of a pod write, where its manifest says so. */
  private static final String ANNOTATION = "agent-safe.dev/sandbox-log";

  private Logs() {}

  static Reply of(Pod pod, Optional<String> container, Optional<Integer> tail) {
    var names = pod.getSpec().getContainers().stream().map(Container::getName).toList();
    if (container.isEmpty() && names.size() > 1) {
      return Reply.refusal(
          400,
          "BadRequest",
          "a container name must be specified for pod %s, choose one of: %s"
              .formatted(pod.getMetadata().getName(), names));
    }
    var name = container.orElse(names.getFirst());
    if (!names.contains(name)) {
      return Reply.refusal(
          400,
          "BadRequest",
          "container %s is not valid for pod %s".formatted(name, pod.getMetadata().getName()));
    }
    var lines = lines(pod, name);
    int from = Math.max(0, lines.size() - tail.orElse(lines.size()));
    return Reply.text(
        String.join("", lines.subList(from, lines.size()).stream().map(l -> l + "\n").toList()));
  }

  private static List<String> lines(Pod pod, String container) {
    var told = Pods.orEmpty(pod.getMetadata().getAnnotations()).get(ANNOTATION);
    return told != null
        ? told.lines().toList()
        : List.of(container + ": starting", container + ": ready");
  }
}
