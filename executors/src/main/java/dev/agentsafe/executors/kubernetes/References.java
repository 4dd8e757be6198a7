package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which pods refer to a config map: as a volume or in their environment. */
final class References {
  private References() {}

  /** Deployments that use that config map, and pods that do without being one's. */
  static List<String> users(Place configMap, Surroundings around) {
    var deployments =
        around.deployments(configMap.namespace()).stream()
            .filter(d -> to(configMap.name(), d.getSpec().getTemplate().getSpec()))
            .map(d -> "deployment " + d.getMetadata().getName());
    var pods =
        around.pods(configMap.namespace()).stream()
            .filter(p ->
                p.getMetadata().getOwnerReferences() == null
                    || p.getMetadata().getOwnerReferences().isEmpty())
            .filter(p -> to(configMap.name(), p.getSpec()))
            .map(p -> "pod " + p.getMetadata().getName());
    return Stream.concat(deployments, pods).sorted().toList();
  }

  static boolean to(String configMap, @Nullable PodSpec pod) {
    return pod != null
        && (volumes(pod).anyMatch(v -> mounts(configMap, v))
            || containers(pod).anyMatch(c -> reads(configMap, c)));
  }

  private static Stream<Volume> volumes(PodSpec pod) {
    return items(pod.getVolumes());
  }

  private static Stream<Container> containers(PodSpec pod) {
    return Stream.concat(items(pod.getInitContainers()), items(pod.getContainers()));
  }

  private static boolean mounts(String name, Volume volume) {
    var direct = volume.getConfigMap();
    var projected = volume.getProjected();
    boolean directly = direct != null && name.equals(direct.getName());
    return directly
        || (projected != null
            && items(projected.getSources())
                .anyMatch(
                    s -> s.getConfigMap() != null && name.equals(s.getConfigMap().getName())));
  }

  private static boolean reads(String name, Container container) {
    return items(container.getEnvFrom())
            .anyMatch(
                e -> e.getConfigMapRef() != null && name.equals(e.getConfigMapRef().getName()))
        || items(container.getEnv())
            .filter(e -> e.getValueFrom() != null)
            .map(e -> e.getValueFrom().getConfigMapKeyRef())
            .anyMatch(ref -> ref != null && name.equals(ref.getName()));
  }

  private static <T> Stream<T> items(@Nullable List<T> list) {
    return list == null ? Stream.of() : list.stream();
  }
}
