package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What controllers read of pods and other objects; stateless. */
final class Pods {
  private Pods() {}

  static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  static String phase(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return phase == null ? "Pending" : phase;
  }

  /** Whether it counts: neither over nor on its way out. */
  static boolean active(Pod pod) {
    return !pod.isMarkedForDeletion() && !List.of("Succeeded", "Failed").contains(phase(pod));
  }

  static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .findFirst();
  }

  static boolean ownedBy(HasMetadata object, HasMetadata owner) {
    var uid = owner.getMetadata().getUid();
    return controller(object).filter(o -> o.getUid().equals(uid)).isPresent();
  }

  /** Whether a selector by labels takes that object; expressions are not known here. */
  static boolean selects(@Nullable LabelSelector selector, HasMetadata object) {
    return selector != null
        && orEmpty(object.getMetadata().getLabels())
            .entrySet()
            .containsAll(orEmpty(selector.getMatchLabels()).entrySet());
  }

  static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  static int number(@Nullable Integer number, int otherwise) {
    return number == null ? otherwise : number;
  }

  static OwnerReference reference(HasMetadata owner) {
    ObjectMeta meta = owner.getMetadata();
    var reference = new OwnerReference();
    reference.setApiVersion(owner.getApiVersion());
    reference.setKind(owner.getKind());
    reference.setName(meta.getName());
    reference.setUid(meta.getUid());
    reference.setController(true);
    reference.setBlockOwnerDeletion(true);
    return reference;
  }
}
