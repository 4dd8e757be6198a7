package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What namespaces say about themselves, and what is in them. */
final class Namespaces {
  private static final Set<String> SYSTEM =
      Set.of("default", "kube-system", "kube-public", "kube-node-lease");

  /** What every namespace has without anybody asking. */
  private static final String ROOT_CERTIFICATE = "kube-root-ca.crt";

  /** What people would miss, the most telling first. */
  private static final List<Class<? extends HasMetadata>> COUNTED =
      List.of(
          Deployment.class,
          StatefulSet.class,
          DaemonSet.class,
          CronJob.class,
          Job.class,
          Pod.class,
          Service.class,
          Ingress.class,
          PersistentVolumeClaim.class,
          ConfigMap.class,
          Secret.class);

  private Namespaces() {}

  /** Whether it is the cluster's own; Kubernetes keeps all of {@code kube-} for itself. */
  static boolean isSystem(String name) {
    return SYSTEM.contains(name) || name.startsWith("kube-");
  }

  static String refusal(String name) {
    return "Parameter `namespace`: `"
        + name
        + "` is one of the cluster's own and is neither made nor deleted from here.";
  }

  static boolean isEnding(Namespace live) {
    return live.getMetadata().getDeletionTimestamp() != null
        || (live.getStatus() != null && "Terminating".equals(live.getStatus().getPhase()));
  }

  static Value.Fields fields(Optional<Namespace> live) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("exists", Value.of(live.isPresent()));
    live.ifPresent(
        found -> fields.put("phase", Value.of(isEnding(found) ? "Terminating" : "Active")));
    return new Value.Fields(fields);
  }

  /** What is in it, such as {@code 2 deployments}; a kind that the cluster lacks is not counted. */
  static List<String> inventory(String namespace, Surroundings around) {
    var found = new ArrayList<String>();
    for (var type : COUNTED) {
      var names =
          around.allIfKnown(type, namespace).stream()
              .flatMap(List::stream)
              .map(object -> object.getMetadata().getName())
              .filter(name -> !name.equals(ROOT_CERTIFICATE))
              .toList();
      if (!names.isEmpty()) {
        found.add(counted(names, HasMetadata.getKind(type).toLowerCase(Locale.ROOT)));
      }
    }
    return found;
  }

  private static String counted(List<String> names, String kind) {
    var shown = names.stream().sorted().limit(5).collect(Collectors.joining(", "));
    var plural = kind.endsWith("s") ? kind + "es" : kind + "s";
    return names.size() == 1
        ? "1 " + kind + " (" + shown + ")"
        : names.size() + " " + plural + " (" + shown + (names.size() > 5 ? ", …" : "") + ")";
  }
}
