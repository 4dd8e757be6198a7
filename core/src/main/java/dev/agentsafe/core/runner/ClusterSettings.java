package dev.agentsafe.core.runner;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code kubernetes} of the settings: how the clusters that targets are bound to are reached;
 * immutable.
 *
 * @param kubectl the contexts that are reached through {@code kubectl}; all others are those of the
 *     user's own kubeconfig
 */
public record ClusterSettings(Map<String, Kubectl> kubectl) {
  private static final Set<String> KEYS = Set.of("clusters");
  private static final Set<String> CLUSTER = Set.of("via", "kubectl", "kubeconfig", "environment");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /** Nothing is said of any cluster. */
  public static final ClusterSettings NONE = new ClusterSettings(Map.of());

  public ClusterSettings {
    kubectl = Collections.unmodifiableMap(new LinkedHashMap<>(kubectl));
  }

  /**
   * A context that {@code kubectl} reaches.
   *
   * @param program absent: the one that the {@code PATH} has
   * @param kubeconfig that has the context; absent: the user's own
   * @param environment the names of variables that it is handed, beside the few that every program
   *     needs
   */
  public record Kubectl(
      Optional<Path> program, Optional<Path> kubeconfig, List<String> environment) {
    public Kubectl {
      environment = List.copyOf(environment);
    }
  }

  /** Reads the section; what does not hold is noted. */
  public static ClusterSettings read(Node node, Path root, Problems problems) {
    var item = Section.open(node, "`kubernetes`", KEYS, problems);
    var clusters = new LinkedHashMap<String, Kubectl>();
    item.get("clusters")
        .ifPresent(map ->
            item.typed()
                .entries(
                    map,
                    "`clusters`",
                    (context, each) ->
                        clusters.put(context, cluster(each, context, root, problems))));
    return new ClusterSettings(clusters);
  }

  private static Kubectl cluster(Node node, String context, Path root, Problems problems) {
    var item = Section.open(node, "cluster `" + context + "`", CLUSTER, problems);
    var via = item.text("via");
    if (!via.equals("kubectl")) {
      refuse(
          item,
          "via",
          "`" + via + "` is no way to a cluster; the only one to be named is `kubectl`");
    }
    for (var at : item.items("environment")) {
      var name = item.typed().text(at, "an item of `environment`");
      if (!VARIABLE.matcher(name).matches()) {
        problems.error(at, "value", "`" + name + "` is no name of a variable");
      }
    }
    return new Kubectl(
        path(item, "kubectl", root), path(item, "kubeconfig", root), item.texts("environment"));
  }

  private static Optional<Path> path(Section item, String key, Path root) {
    var text = item.optionalText(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (!text.get().isBlank()) {
        return Optional.of(root.resolve(text.get()).normalize());
      }
      refuse(item, key, "`" + key + "` is empty; name a file or remove the line");
    } catch (InvalidPathException e) {
      refuse(item, key, "`" + text.get() + "` is no path");
    }
    return Optional.empty();
  }

  private static void refuse(Section item, String key, String message) {
    item.get(key).ifPresent(at -> item.problems().error(at, "value", message));
  }
}
