package dev.agentsafe.core.catalog;

import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import dev.agentsafe.core.yaml.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loads the targets of an inventory file; stateless and thread-safe. */
public final class InventoryLoader {
  /** The code of a target whose id another one has. */
  public static final String DUPLICATE = "duplicate-target";

  private static final Set<String> FILE = ActionReader.keys("targets");
  private static final Set<String> TARGET =
      ActionReader.keys("id", "type", "environment", "sensitivity", "owner", "labels", "binding");
  private static final Map<String, Set<String>> COORDINATES =
      Map.of(
          "kubernetes", ActionReader.keys("context", "namespace", "name"),
          "aws",
              ActionReader.keys(
                  "account",
                  "region",
                  "instance_id",
                  "cluster",
                  "service",
                  "task",
                  "function_name",
                  "bucket",
                  "role_name"));

  private InventoryLoader() {}

  /** The targets of a file. */
  public static Loaded<Inventory> load(Path file) {
    List<Problem> problems = new ArrayList<>();
    return SourceFiles.read(file, problems)
        .map(InventoryLoader::load)
        .orElseGet(() -> new Loaded.Bad<>(problems));
  }

  /** The targets of a text. */
  public static Loaded<Inventory> load(Source source) {
    var problems = new Problems(source.file());
    var root = Document.read(source, problems);
    if (root.isEmpty() && !problems.hasErrors()) {
      problems.error(1, 1, "empty", "the file is empty; the key `targets` is expected");
    }
    var targets = root.map(node -> targets(node, problems)).orElse(List.of());
    return problems.hasErrors()
        ? new Loaded.Bad<>(problems.list())
        : new Loaded.Good<>(new Inventory(targets), problems.list());
  }

  private static List<Target> targets(Node root, Problems problems) {
    var targets = new ArrayList<Target>();
    var places = new HashMap<TargetId, Location>();
    for (var node : items(root, problems)) {
      if (problems.isFull()) {
        break;
      }
      var target = target(node, problems);
      var at = idOf(node);
      var earlier = places.putIfAbsent(target.id(), problems.locate(at));
      if (earlier == null) {
        targets.add(target);
      } else if (!at.equals(node)) {
        problems.error(at, DUPLICATE, twice(target, earlier));
      }
    }
    return targets;
  }

  /** What is said of the second of two targets of one id. */
  public static String twice(Target target, Location earlier) {
    return "the target `"
        + target.id()
        + "` is already defined at "
        + earlier
        + "; give it another id";
  }

  /** Where the id of a target stands; the target itself where it has none. */
  public static Node idOf(Node target) {
    if (target instanceof Node.Mapping mapping) {
      for (var entry : mapping.entries()) {
        if (entry.key().text().equals("id")) {
          return entry.value();
        }
      }
    }
    return target;
  }

  /** The targets of a file, not looked into; what is wrong with the file around them is noted. */
  public static List<Node> items(Node root, Problems problems) {
    var file = Section.open(root, "an inventory", FILE, problems);
    if (root instanceof Node.Mapping) {
      file.require("targets");
    }
    return file.items("targets");
  }

  /** One target; what is wrong with it is noted, and something harmless stands in its place. */
  public static Target target(Node node, Problems problems) {
    return target(Section.open(node, "a target", TARGET, problems));
  }

  private static Target target(Section item) {
    return new Target(
        new TargetId(item.text("id")),
        item.text("type"),
        new Target.Standing(
            item.word("environment", Environment::of, List.of(Environment.values())),
            item.word("sensitivity", Sensitivity::of, List.of(Sensitivity.values())),
            item.text("owner", ""),
            labels(item)),
        item.given("binding").flatMap(node -> binding(node, item)));
  }

  private static Map<String, String> labels(Section item) {
    var labels = new LinkedHashMap<String, String>();
    item.get("labels")
        .ifPresent(node ->
            item.typed()
                .entries(
                    node,
                    "`labels`",
                    (k, v) -> labels.put(k, item.typed().text(v, "`" + k + "`"))));
    return labels;
  }

  private static Optional<Target.Binding> binding(Node node, Section item) {
    var bindings = new ArrayList<Target.Binding>();
    item.typed()
        .entries(
            node,
            "`binding`",
            (system, at) -> {
              var known = COORDINATES.get(system);
              if (known == null) {
                item.problems()
                    .error(
                        at,
                        "unknown-key",
                        "a binding has no key `"
                            + system
                            + "`"
                            + Suggestion.hint(system, List.of("aws", "kubernetes")));
                return;
              }
              var section = Section.open(at, "a " + system + " binding", known, item.problems());
              var coordinates = new LinkedHashMap<String, String>();
              known.forEach(
                  key -> section.get(key).ifPresent(v -> coordinates.put(key, section.text(key))));
              bindings.add(new Target.Binding(system, coordinates));
            });
    if (bindings.size() != 1 && !item.problems().hasErrors()) {
      item.problems().error(node, "binding", "a binding names one system, `kubernetes` or `aws`");
    }
    return bindings.stream().findFirst();
  }
}
