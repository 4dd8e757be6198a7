package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster tells of the objects around one; reads only.
 *
 * <p>Throws {@link dev.agentsafe.executors.ExecutorException} with a message for people.
 */
interface Surroundings {

  /** That object, if there is one. */
  <T extends HasMetadata> Optional<T> find(Place place, Class<T> type);

  /** All objects of that type in a namespace; all of the cluster where it is empty text. */
  <T extends HasMetadata> List<T> all(Class<T> type, String namespace);

  /** The same; empty where the cluster does not have that kind. */
  <T extends HasMetadata> Optional<List<T>> allIfKnown(Class<T> type, String namespace);

  default List<HorizontalPodAutoscaler> autoscalers(String namespace) {
    return all(HorizontalPodAutoscaler.class, namespace);
  }

  default List<Deployment> deployments(String namespace) {
    return all(Deployment.class, namespace);
  }

  default List<Pod> pods(String namespace) {
    return all(Pod.class, namespace);
  }

  default List<Pod> allPods() {
    return all(Pod.class, "");
  }

  default List<Node> nodes() {
    return all(Node.class, "");
  }
}
