package dev.agentsafe.core.request;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.catalog.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a bound target says about the parameters of an action: missing ones are filled from the
 * binding, others must agree with it.
 */
final class BindingFill {
  /** Which parameters name the object itself, by the type of the target. */
  private static final Map<String, List<String>> NAME_OF =
      Map.ofEntries(
          Map.entry("k8s-deployment", List.of("deployment", "name")),
          Map.entry("k8s-statefulset", List.of("statefulset", "name")),
          Map.entry("k8s-pod", List.of("pod", "name")),
          Map.entry("k8s-service", List.of("service", "name")),
          Map.entry("k8s-configmap", List.of("configmap", "name")),
          Map.entry("k8s-secret", List.of("secret", "name")),
          Map.entry("k8s-hpa", List.of("hpa", "name")),
          Map.entry("k8s-node", List.of("node", "name")),
          Map.entry("k8s-namespace", List.of("namespace")));

  private BindingFill() {}

  /** The values with what the binding adds, in the order of the action's parameters. */
  static Value.Fields fill(Action action, Target target, Value.Fields given) {
    if (target.binding().isEmpty()) {
      return given;
    }
    var implied = implied(action, target);
    var filled = given;
    for (var entry : implied.entrySet()) {
      if (filled.get(entry.getKey()).isEmpty()) {
        filled = filled.with(entry.getKey(), Value.of(entry.getValue()));
      }
    }
    return filled;
  }

  /** The text parameters that a bound target of one of the action's types fills, in their order. */
  static List<String> fillable(Action action) {
    var types = action.scope().targetTypes().stream().map(TargetTypes::plain).toList();
    return action.parameters().stream()
        .filter(p -> p.type() == Parameter.Type.STRING)
        .map(Parameter::name)
        .filter(name ->
            types.stream().noneMatch(type -> type.startsWith("k8s-"))
                || name.equals("namespace")
                || types.stream()
                    .anyMatch(type -> NAME_OF.getOrDefault(type, List.of()).contains(name)))
        .toList();
  }

  /** Where the values name something else than the target is; empty where they agree. */
  static List<String> conflicts(Action action, Target target, Value.Fields params) {
    if (target.binding().isEmpty()) {
      return List.of();
    }
    return implied(action, target).entrySet().stream()
        .filter(entry ->
            !params.get(entry.getKey()).map(Value.of(entry.getValue())::equals).orElse(true))
        .map(entry ->
            "Parameter '"
                + entry.getKey()
                + "': '"
                + params.get(entry.getKey()).map(PythonText::str).orElse("")
                + "' is not what target "
                + target.id()
                + " is bound to: '"
                + entry.getValue()
                + "'")
        .toList();
  }

  private static Map<String, String> implied(Action action, Target target) {
    var implied = new LinkedHashMap<String, String>();
    if (target.binding().isEmpty()) {
      return implied;
    }
    var binding = target.binding().get();
    var texts =
        action.parameters().stream()
            .filter(p -> p.type() == Parameter.Type.STRING)
            .map(Parameter::name)
            .collect(Collectors.toSet());
    var coordinates = binding.coordinates();
    if (binding.system().equals("kubernetes")) {
      kubernetes(action, TargetTypes.plain(target.type()), coordinates, texts, implied);
    } else {
      coordinates.forEach((key, value) -> put(implied, texts, key, value));
    }
    return implied;
  }

  private static void kubernetes(
      Action action,
      String type,
      Map<String, String> coordinates,
      Set<String> texts,
      Map<String, String> implied) {
    var namespace = coordinates.get("namespace");
    if (namespace != null) {
      put(implied, texts, "namespace", namespace);
    }
    var name = coordinates.get("name");
    if (name == null) {
      return;
    }
    for (var parameter : NAME_OF.getOrDefault(type, List.of())) {
      var forThisType =
          action.scope().targetTypes().stream().map(TargetTypes::plain).anyMatch(type::equals);
      if (!parameter.equals("name") || forThisType) {
        put(implied, texts, parameter, name);
      }
    }
  }

  private static void put(
      Map<String, String> implied, Set<String> texts, String parameter, String value) {
    if (texts.contains(parameter)) {
      implied.putIfAbsent(parameter, value);
    }
  }
}
