package dev.agentsafe.core.lint;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.ParameterCheck;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at one action beside the others. */
final class ActionLint {
  private final Node root;
  private final Action action;
  private final Problems problems;
  private final Set<String> parameters;
  private final Set<String> captured;

  ActionLint(Node root, Action action, Problems problems) {
    this.root = root;
    this.action = action;
    this.problems = problems;
    parameters = action.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    captured =
        action.effects().stateFields().stream()
            .map(Action.StateField::name)
            .collect(Collectors.toSet());
  }

  void check(Optional<Catalog> catalog) {
    parameters();
    sources();
    var back = action.effects().rollbackAction();
    if (back.isPresent() && !action.effects().reversible()) {
      problems.warning(
          Spot.key(root, "rollback_action"),
          "not-reversible",
          "`"
              + back.get()
              + "` is never used: the action is not `reversible`; say one or the other");
    } else if (back.isPresent() && catalog.isPresent()) {
      rollback(back.get(), catalog.get());
    } else if (back.isEmpty() && action.effects().reversible()) {
      problems.warning(
          Spot.key(root, "reversible"),
          "no-rollback",
          "`reversible` is true but there is no `rollback_action`; name one or say `false`");
    }
  }

  private void parameters() {
    var seen = new HashSet<String>();
    var list = Spot.key(root, "parameters");
    for (var i = 0; i < action.parameters().size(); i++) {
      var parameter = action.parameters().get(i);
      var at = Spot.item(list, i);
      if (!seen.add(parameter.name())) {
        problems.warning(
            Spot.key(at, "name"),
            "duplicate-parameter",
            "the parameter `" + parameter.name() + "` is declared twice; rename one of them");
      }
      unfitDefault(parameter)
          .ifPresent(
              why -> problems.warning(Spot.key(at, "default"), "default", "the default: " + why));
    }
  }

  private static Optional<String> unfitDefault(Parameter parameter) {
    return parameter
        .use()
        .defaultValue()
        .map(value ->
            ParameterCheck.problems(
                List.of(parameter), new Value.Fields(Map.of(parameter.name(), value))))
        .filter(found -> !found.isEmpty())
        .map(found -> found.getFirst().message());
  }

  private void sources() {
    var list = Spot.key(root, "rollback_params");
    action
        .effects()
        .rollbackParams()
        .forEach((name, source) -> {
          var at = Spot.key(Spot.key(list, name), "source");
          var path = source.source();
          if (path.startsWith("params.")) {
            known(at, path.substring(7), parameters, "parameter");
          } else if (path.startsWith("before_state.")) {
            known(at, path.substring(13), captured, "state field");
          } else {
            problems.warning(
                at,
                "rollback-source",
                "`" + path + "` is no source; write `params.NAME` or `before_state.NAME`");
          }
        });
  }

  private void known(Node at, String name, Set<String> names, String what) {
    var first = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    if (!names.contains(name) && !names.contains(first)) {
      problems.warning(
          at,
          "rollback-source",
          "this action has no "
              + what
              + " `"
              + name
              + "`"
              + (names.isEmpty() ? "; declare it" : Suggestion.hint(name, names)));
    }
  }

  private void rollback(ActionName name, Catalog catalog) {
    var at = Spot.key(root, "rollback_action");
    var back = catalog.find(name);
    if (back.isEmpty()) {
      var names = catalog.actions().stream().map(a -> a.name().value()).toList();
      problems.warning(
          at,
          "unknown-action",
          "there is no action `"
              + name
              + "`"
              + Suggestion.of(name.value(), names)
                  .map(near -> "; did you mean `" + near + "`?")
                  .orElse("; a roll-back of this action would be refused"));
      return;
    }
    var given = action.effects().rollbackParams().keySet();
    var wanted = back.get().parameters();
    wanted.stream()
        .filter(p -> p.use().required() && !comesFromSomewhere(p.name()))
        .forEach(p ->
            problems.warning(
                at,
                "rollback-params",
                "`"
                    + name
                    + "` needs the parameter `"
                    + p.name()
                    + "`; say in `rollback_params` where it comes from"));
    var names = wanted.stream().map(Parameter::name).toList();
    var list = Spot.key(root, "rollback_params");
    given.stream()
        .filter(p -> !names.contains(p))
        .forEach(p ->
            problems.warning(
                Spot.key(list, p),
                "rollback-params",
                "`" + name + "` has no parameter `" + p + "`" + Suggestion.hint(p, names)));
  }

  /** Without {@code rollback_params}, values of the same name are taken. */
  private boolean comesFromSomewhere(String parameter) {
    var declared = action.effects().rollbackParams();
    return declared.isEmpty()
        ? parameters.contains(parameter) || captured.contains(parameter)
        : declared.containsKey(parameter);
  }
}
