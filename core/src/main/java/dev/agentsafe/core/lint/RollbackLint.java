package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.TargetTypes;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Suggestion;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the way back of an action can work. */
final class RollbackLint {
  private static final String PARAMS = "params.";
  private static final String STATE = "before_state.";

  private final ActionSpots spots;
  private final Action action;
  private final Set<String> parameters;
  private final Set<String> captured;

  RollbackLint(ActionSpots spots, Action action) {
    this.spots = spots;
    this.action = action;
    parameters = action.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    captured =
        action.effects().stateFields().stream()
            .map(Action.StateField::name)
            .collect(Collectors.toSet());
  }

  /**
   * Looks at it beside the others.
   *
   * @param doubtful names of actions that do not load
   */
  void check(Catalog catalog, Set<String> doubtful) {
    action.effects().rollbackParams().forEach((name, source) -> source(name, source.source()));
    var back = action.effects().rollbackAction();
    if (back.isPresent() && !action.effects().reversible()) {
      spots.note(
          spots.key("rollback_action"),
          Code.NOT_REVERSIBLE,
          "`"
              + back.get()
              + "` is never used: the action is not `reversible`; say one or the other");
    } else if (back.isPresent() && !doubtful.contains(back.get().value())) {
      named(back.get(), catalog);
    } else if (back.isEmpty() && action.effects().reversible()) {
      spots.note(
          spots.key("reversible"),
          Code.NO_ROLLBACK,
          "`reversible` is true but there is no `rollback_action`; name one or say `false`");
    }
  }

  private void source(String name, String path) {
    if (path.startsWith(PARAMS)) {
      known(name, path.substring(PARAMS.length()), parameters, "parameter");
    } else if (path.startsWith(STATE)) {
      known(name, path.substring(STATE.length()), captured, "state field");
    } else {
      spots.note(
          sourceOf(name),
          Code.ROLLBACK_SOURCE,
          "`" + path + "` is no source; write `params.NAME` or `before_state.NAME`");
    }
  }

  private void known(String parameter, String name, Set<String> names, String what) {
    if (!names.contains(name)) {
      spots.note(
          sourceOf(parameter),
          Code.ROLLBACK_SOURCE,
          "this action has no "
              + what
              + " `"
              + name
              + "`"
              + (names.isEmpty()
                  ? "; declare it"
                  : Suggestion.hint(name, names.stream().sorted().toList())));
    }
  }

  private void named(ActionName name, Catalog catalog) {
    var found = catalog.find(name);
    if (found.isPresent()) {
      fit(found.get());
      return;
    }
    var names = catalog.actions().stream().map(a -> a.name().value()).toList();
    spots.note(
        spots.key("rollback_action"),
        Code.UNKNOWN_ACTION,
        "there is no action `"
            + name
            + "`"
            + Suggestion.of(name.value(), names)
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("; a roll-back of this action would be refused"));
  }

  private void fit(Action back) {
    var lost =
        action.scope().targetTypes().stream()
            .filter(type -> !TargetTypes.applies(back, type))
            .toList();
    if (!lost.isEmpty()) {
      spots.note(
          spots.key("rollback_action"),
          Code.ROLLBACK_TARGET,
          "`"
              + back.name()
              + "` does not apply to `"
              + String.join("`, `", lost)
              + "`, on which this action is done; a roll-back there would be refused");
    }
    back.parameters().forEach(wanted -> given(back, wanted));
    var names = back.parameters().stream().map(Parameter::name).toList();
    action.effects().rollbackParams().keySet().stream()
        .filter(p -> !names.contains(p))
        .forEach(p ->
            spots.note(
                Spot.key(spots.key("rollback_params"), p),
                Code.ROLLBACK_PARAMS,
                "`" + back.name() + "` has no parameter `" + p + "`" + Suggestion.hint(p, names)));
  }

  /** Without {@code rollback_params}, values of the same name are taken. */
  private void given(Action back, Parameter wanted) {
    var declared = action.effects().rollbackParams();
    var source = Optional.ofNullable(declared.get(wanted.name())).map(s -> s.source());
    if (source.isPresent()) {
      fits(back, wanted, source.get());
      return;
    }
    var byName =
        declared.isEmpty()
            && (parameters.contains(wanted.name()) || captured.contains(wanted.name()));
    if (wanted.use().required() && !byName) {
      spots.note(
          spots.key("rollback_action"),
          Code.ROLLBACK_PARAMS,
          "`"
              + back.name()
              + "` needs the parameter `"
              + wanted.name()
              + "`; say in `rollback_params` where it comes from");
    }
  }

  private void fits(Action back, Parameter wanted, String source) {
    if (source.startsWith(PARAMS)) {
      find(source.substring(PARAMS.length())).ifPresent(from -> fromParameter(back, wanted, from));
    } else if (source.startsWith(STATE)) {
      var name = source.substring(STATE.length());
      action.effects().stateFields().stream()
          .filter(field -> field.name().equals(name))
          .filter(field -> isOther(field.type(), wanted.type()))
          .findFirst()
          .ifPresent(field -> ofOtherType(back, wanted, "the state field `" + name, field.type()));
    }
  }

  private void fromParameter(Action back, Parameter wanted, Parameter from) {
    if (isOther(from.type().label(), wanted.type())) {
      ofOtherType(back, wanted, "the parameter `" + from.name(), from.type().label());
    } else if (wanted.use().required() && !from.use().required()) {
      spots.note(
          sourceOf(wanted.name()),
          Code.ROLLBACK_PARAMS,
          "`"
              + back.name()
              + "` needs `"
              + wanted.name()
              + "`, but `"
              + from.name()
              + "` may be left out, and then a roll-back is refused; make it required");
    }
  }

  private void ofOtherType(Action back, Parameter wanted, String what, String type) {
    spots.note(
        sourceOf(wanted.name()),
        Code.ROLLBACK_PARAMS,
        "`"
            + back.name()
            + "` takes `"
            + wanted.name()
            + "` as "
            + wanted.type().label()
            + ", but "
            + what
            + "` is "
            + type
            + "; a roll-back would be refused");
  }

  /** Field types are free words; those that are no type of a parameter say nothing. */
  private static boolean isOther(String from, Parameter.Type to) {
    var type = Parameter.Type.of(from);
    return type.isPresent()
        && type.get() != to
        && !(type.get() == Parameter.Type.INTEGER && to == Parameter.Type.NUMBER);
  }

  private Optional<Parameter> find(String name) {
    return action.parameters().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private Node sourceOf(String parameter) {
    return Spot.key(Spot.key(spots.key("rollback_params"), parameter), "source");
  }
}
