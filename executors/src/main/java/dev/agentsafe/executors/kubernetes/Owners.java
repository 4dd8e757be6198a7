package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who else writes an object, as its labels and annotations tell. */
final class Owners {
  private Owners() {}

  /** One sentence for each owner that may undo or overwrite a change. */
  static List<String> notes(HasMetadata live) {
    var labels = orEmpty(live.getMetadata().getLabels());
    var annotations = orEmpty(live.getMetadata().getAnnotations());
    var notes = new ArrayList<String>();
    var argo = annotations.getOrDefault("argocd.argoproj.io/tracking-id", "");
    if (argo.isEmpty()) {
      argo = labels.getOrDefault("argocd.argoproj.io/instance", "");
    }
    if (!argo.isEmpty()) {
      notes.add(
          "Argo CD owns it (`"
              + argo.split(":", 2)[0]
              + "`): a sync may undo the change; make it in Git too.");
    }
    flux(labels, "kustomize.toolkit.fluxcd.io", "Flux kustomization", notes);
    flux(labels, "helm.toolkit.fluxcd.io", "Flux Helm release", notes);
    var release = annotations.getOrDefault("meta.helm.sh/release-name", "");
    var manager = labels.getOrDefault("app.kubernetes.io/managed-by", "");
    if (manager.equals("Helm") || !release.isEmpty()) {
      notes.add(
          "Helm owns it"
              + (release.isEmpty() ? "" : " (release `" + release + "`)")
              + ": the next upgrade overwrites the change.");
    } else if (!manager.isEmpty()) {
      notes.add("`" + manager + "` manages it and may overwrite the change.");
    }
    var owners = live.getMetadata().getOwnerReferences();
    if (owners != null) {
      owners.stream()
          .filter(o -> Boolean.TRUE.equals(o.getController()))
          .forEach(o ->
              notes.add(
                  o.getKind() + " `" + o.getName() + "` controls it and may undo the change."));
    }
    return notes;
  }

  private static void flux(
      Map<String, String> labels, String prefix, String what, List<String> notes) {
    var name = labels.get(prefix + "/name");
    if (name != null) {
      notes.add(
          what
              + " `"
              + name
              + "` owns it: reconciliation may undo the change; make it in Git too.");
    }
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
