package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.language.Name;
import dev.agentsafe.editors.language.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a name of the workspace stands for, from where it is declared. */
final class About {
  private final Workbench bench;

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
    return bench.names(kind).stream()
        .filter(name -> name.declared() && name.scope().equals(scope) && name.text().equals(text))
        .findFirst()
        .flatMap(name -> holder(name, kind));
  }

  private Optional<Node> holder(Name name, Name.Kind kind) {
    var isOwn =
        switch (kind) {
          case ACTION, PARAMETER, STATE_FIELD, TARGET, RULE, TEST, OPERATOR -> true;
          default -> false;
        };
    return !isOwn
        ? Optional.empty()
        : bench
            .file(name.file())
            .flatMap(file -> file.tree().at(name.span().line(), name.span().column()))
            .filter(spot -> !spot.parents().isEmpty())
            .map(spot -> spot.parents().getLast());
  }
}
