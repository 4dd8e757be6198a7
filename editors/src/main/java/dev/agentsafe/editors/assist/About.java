package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.Workbench;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Says what a name of the workspace stands for, from where it is declared; good until something
 * changes.
 */
final class About {
  private final Workbench bench;
  private final Map<Name.Kind, Declared> gathered = new EnumMap<>(Name.Kind.class);

  About(Workbench bench) {
    this.bench = bench;
  }

  /** In a few words, beside the name; empty where nothing is known. */
  String brief(Name.Kind kind, String name) {
    return declared(kind, "", name)
        .map(node ->
            switch (kind) {
              case ACTION -> Nodes.text(node, "risk_class") + " risk";
              case TARGET ->
                  Nodes.text(node, "environment") + ", " + Nodes.text(node, "sensitivity");
              case RULE -> Nodes.text(node, "decision");
              case OPERATOR -> Nodes.text(node, "name");
              default -> "";
            })
        .orElse("");
  }

  /** In Markdown, without the name itself; empty where nothing is known. */
  List<String> full(Name name) {
    var lines = new ArrayList<String>();
    declared(name.kind(), name.scope(), name.text()).ifPresent(node -> tell(name, node, lines));
    uses(name, lines);
    return lines;
  }

  private void tell(Name name, Node node, List<String> lines) {
    add(lines, "", Nodes.text(node, "description"));
    switch (name.kind()) {
      case ACTION -> action(node, lines);
      case TARGET -> target(node, lines);
      case RULE -> rule(node, lines);
      case PARAMETER -> parameter(node, lines);
      case STATE_FIELD -> add(lines, "type ", Nodes.text(node, "type"));
      case TEST -> add(lines, "expects ", Nodes.text(node, "expect"));
      case OPERATOR -> {
        add(lines, "", Nodes.text(node, "name"));
        add(lines, "roles: ", Nodes.text(node, "roles"));
        add(lines, "groups: ", Nodes.text(node, "groups"));
      }
      default -> {}
    }
  }

  private static void action(Node node, List<String> lines) {
    add(lines, "risk: ", Nodes.text(node, "risk_class"));
    add(lines, "on: ", Nodes.text(node, "target_types"));
    var parameters =
        Nodes.items(node, "parameters").stream()
            .filter(Node.Mapping.class::isInstance)
            .map(p ->
                Nodes.text(p, "name")
                    + (Nodes.text(p, "required").equals("false") ? "?" : "")
                    + ": "
                    + Nodes.text(p, "type"))
            .toList();
    add(lines, "takes: ", String.join(", ", parameters));
    var back = Nodes.text(node, "rollback_action");
    add(lines, "undone by: ", back.isEmpty() ? "nothing" : back);
  }

  private static void target(Node node, List<String> lines) {
    add(lines, "type: ", Nodes.text(node, "type"));
    add(lines, "environment: ", Nodes.text(node, "environment"));
    add(lines, "sensitivity: ", Nodes.text(node, "sensitivity"));
    add(lines, "owner: ", Nodes.text(node, "owner"));
    var bound = Nodes.at(node, "binding").map(Nodes::keys).orElse(List.of());
    add(
        lines,
        "bound to: ",
        bound.isEmpty() ? "nothing, only rehearsals run on it" : String.join(", ", bound));
  }

  private static void rule(Node node, List<String> lines) {
    var priority = Nodes.text(node, "priority");
    add(lines, "decision: ", Nodes.text(node, "decision"));
    add(lines, "priority: ", priority.isEmpty() ? "0" : priority);
    add(lines, "actions: ", Nodes.text(node, "match", "actions"));
    add(lines, "reason: ", Nodes.text(node, "reason"));
  }

  private static void parameter(Node node, List<String> lines) {
    add(lines, "type: ", Nodes.text(node, "type"));
    add(lines, "", Nodes.text(node, "required").equals("false") ? "may be left out" : "required");
    add(lines, "default: ", Nodes.text(node, "default"));
    if (Nodes.text(node, "secret").equals("true")) {
      lines.add("secret: kept out of journal, logs and screens");
    }
  }

  private static void add(List<String> lines, String what, String text) {
    if (!text.isEmpty()) {
      lines.add(what + text);
    }
  }

  /** How often it is used, for what has no declaration of its own above all. */
  private void uses(Name name, List<String> lines) {
    var used = new References(bench).of(name).stream().filter(each -> !each.declared()).toList();
    long files = used.stream().map(Name::file).distinct().count();
    if (!used.isEmpty()) {
      lines.add(
          "used in %d %s of %d %s"
              .formatted(
                  used.size(),
                  used.size() == 1 ? "place" : "places",
                  files,
                  files == 1 ? "file" : "files"));
    } else if (name.declared()) {
      lines.add("used nowhere");
    }
  }

  /** The mapping that declares a name. */
  private Optional<Node> declared(Name.Kind kind, String scope, String text) {
    return switch (kind) {
      case ACTION -> all(kind, FileKind.ACTION, "name", Stream::of).get(text);
      case TARGET -> all(kind, FileKind.INVENTORY, "id", items("targets")).get(text);
      case RULE -> all(kind, FileKind.POLICY, "name", items("rules")).get(text);
      case TEST -> all(kind, FileKind.TESTS, "name", items("tests")).get(text);
      case OPERATOR -> all(kind, FileKind.OPERATORS, "id", items("operators")).get(text);
      case PARAMETER -> part(scope, "parameters", text);
      case STATE_FIELD -> part(scope, "state_fields", text);
      case TARGET_TYPE,
          ENVIRONMENT,
          LABEL,
          LABEL_VALUE,
          AGENT,
          AGENT_ROLE,
          AGENT_GROUP,
          OPERATOR_ROLE,
          OPERATOR_GROUP ->
          Optional.empty();
    };
  }

  private Optional<Node> part(String action, String key, String name) {
    return declared(Name.Kind.ACTION, "", action)
        .flatMap(root ->
            Nodes.items(root, key).stream()
                .filter(item -> Nodes.text(item, "name").equals(name))
                .findFirst());
  }

  private static Function<Node, Stream<Node>> items(String key) {
    return root -> Nodes.items(root, key).stream();
  }

  /** Everything of a kind by its name, gathered once. */
  private Declared all(
      Name.Kind kind, FileKind file, String key, Function<Node, Stream<Node>> parts) {
    return gathered.computeIfAbsent(
        kind,
        k -> {
          var found = new HashMap<String, Node>();
          bench.files(file).stream()
              .flatMap(each -> each.tree().root().stream())
              .flatMap(parts)
              .forEach(node -> found.putIfAbsent(Nodes.text(node, key), node));
          return new Declared(found);
        });
  }

  private record Declared(Map<String, Node> byName) {
    Optional<Node> get(String name) {
      return Optional.ofNullable(byName.get(name));
    }
  }
}
