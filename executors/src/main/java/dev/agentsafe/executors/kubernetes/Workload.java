package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is on a node, as a drain sees it.
 *
 * @param movable pods that are to go
 * @param daemons pods of daemon sets, which come back at once
 * @param mirrors what stands for static pods, which the API cannot end
 */
record Workload(List<Pod> movable, List<Pod> daemons, List<Pod> mirrors) {

  static Workload of(List<Pod> pods) {
    var movable = new ArrayList<Pod>();
    var daemons = new ArrayList<Pod>();
    var mirrors = new ArrayList<Pod>();
    for (var pod : pods.stream().sorted(Comparator.comparing(Pods::name)).toList()) {
      if (Pods.mirrored(pod)) {
        mirrors.add(pod);
      } else if (Pods.controller(pod).filter(o -> o.getKind().equals("DaemonSet")).isPresent()) {
        daemons.add(pod);
      } else {
        movable.add(pod);
      }
    }
    return new Workload(movable, daemons, mirrors);
  }

  /** Pods that nobody would start again. */
  List<Pod> lost() {
    return movable.stream().filter(p -> Pods.controller(p).isEmpty() && !Pods.over(p)).toList();
  }

  /** Pods whose files on the node end with them. */
  List<Pod> emptied() {
    return movable.stream().filter(Pods::keepsFiles).toList();
  }

  List<String> skipped() {
    return names(Stream.concat(daemons.stream(), mirrors.stream()));
  }

  static List<String> names(Stream<Pod> pods) {
    return pods.map(Pods::name).toList();
  }

  static String listed(List<Pod> pods) {
    return String.join(", ", pods.stream().map(p -> "`" + Pods.name(p) + "`").toList());
  }
}
