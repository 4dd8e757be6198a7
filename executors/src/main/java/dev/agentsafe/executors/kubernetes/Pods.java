package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pod says about itself. */
final class Pods {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private Pods() {}

  /** Such as {@code shop/web-1}. */
  static String name(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  static String phase(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return phase == null ? "Unknown" : phase;
  }

  static boolean over(Pod pod) {
    return OVER.contains(phase(pod));
  }

  static boolean running(Pod pod) {
    return phase(pod).equals("Running") && !ending(pod);
  }

  static boolean ending(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && items(pod.getStatus().getConditions())
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** Whether a kubelet made it of a file; the API only shows it. */
  static boolean mirrored(Pod pod) {
    return annotations(pod).containsKey(MIRROR)
        || controller(pod).filter(o -> o.getKind().equals("Node")).isPresent();
  }

  /** What starts another in its place. */
  static Optional<OwnerReference> controller(HasMetadata owned) {
    return items(owned.getMetadata().getOwnerReferences())
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .findFirst();
  }

  /** Such as {@code ReplicaSet `web-1`}. */
  static String words(OwnerReference controller) {
    return controller.getKind() + " `" + controller.getName() + "`";
  }

  static List<String> containers(Pod pod) {
    return items(pod.getSpec() == null ? null : pod.getSpec().getContainers())
        .map(Container::getName)
        .toList();
  }

  /** The container that is meant where none is named. */
  static String container(Pod pod, Optional<String> named) {
    var names = containers(pod);
    return named
        .or(() -> Optional.ofNullable(annotations(pod).get(DEFAULT_CONTAINER)))
        .orElseGet(() -> names.isEmpty() ? "" : names.getFirst());
  }

  /** Whether it keeps files in its node that end with it. */
  static boolean keepsFiles(Pod pod) {
    return pod.getSpec() != null
        && items(pod.getSpec().getVolumes()).anyMatch(v -> v.getEmptyDir() != null);
  }

  /** Every field that a pod can tell. */
  static Value.Fields fields(Pod pod) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("phase", Value.of(phase(pod)));
    fields.put("ready", Value.of(ready(pod)));
    fields.put("ending", Value.of(ending(pod)));
    fields.put("uid", Value.of(String.valueOf(pod.getMetadata().getUid())));
    fields.put(
        "node",
        Value.ofOptional(
            Optional.ofNullable(pod.getSpec() == null ? null : pod.getSpec().getNodeName())));
    fields.put("controller", Value.ofOptional(controller(pod).map(Pods::words)));
    fields.put("restarts", Value.of(restarts(pod)));
    return new Value.Fields(fields);
  }

  private static long restarts(Pod pod) {
    return pod.getStatus() == null
        ? 0
        : items(pod.getStatus().getContainerStatuses())
            .map(ContainerStatus::getRestartCount)
            .mapToLong(count -> count == null ? 0 : count)
            .sum();
  }

  private static Map<String, String> annotations(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  private static <E> Stream<E> items(@Nullable List<E> list) {
    return list == null ? Stream.of() : list.stream();
  }
}
