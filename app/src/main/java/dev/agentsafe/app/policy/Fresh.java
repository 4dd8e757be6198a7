package dev.agentsafe.app.policy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.form.Form;
import dev.agentsafe.editors.form.Where;
import dev.agentsafe.editors.schema.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * New items of lists: with what they need, chosen so that they grant nothing.
 *
 * @param taken names that are given already
 * @param names what a value may be
 */
record Fresh(Form form, List<String> taken, Function<Where, List<String>> names) {
  private static final Map<String, String> CALLED =
      Map.of(
          "rules", "new-rule",
          "targets", "new-target",
          "tests", "new test",
          "operators", "new-operator",
          "parameters", "new_parameter",
          "state_fields", "new_field",
          "prechecks", "new-precheck");

  /** The careful one of several words. */
  private static final Map<String, String> CAREFUL =
      Map.of(
          "decision", "deny",
          "expect", "deny",
          "environment", "prod",
          "sensitivity", "critical");

  /** A new item of a list. */
  Value item(Where list) {
    var fields = new LinkedHashMap<String, Value>();
    switch (list.pattern()) {
      case "rules[].match.time_windows" -> {
        fields.put("start", Value.of("09:00"));
        fields.put("end", Value.of("16:59"));
      }
      case "rules[].approval.quorum" ->
          fields.put("roles", first(list.item(0).key("roles").item(0)));
      default -> {
        if (form.shape(list).items().isEmpty()) {
          return likeLast(list);
        }
        var shape = form.shape(list).items().orElse(Shape.ANY).seeing(Map.of()).getFirst().fields();
        shape
            .known()
            .forEach((key, of) -> {
              if (shape.required().contains(key)) {
                fields.put(key, value(list, key, of));
              }
            });
      }
    }
    return new Value.Fields(fields);
  }

  /** With the keys of the last one, where nothing says which there are; they say nothing yet. */
  private Value likeLast(Where list) {
    var fields = new LinkedHashMap<String, Value>();
    if (form.node(list).orElse(null) instanceof Node.Sequence all
        && !all.items().isEmpty()
        && all.items().getLast() instanceof Node.Mapping map) {
      map.entries().forEach(entry -> fields.put(entry.key().text(), nothing(entry.value())));
    }
    return new Value.Fields(fields);
  }

  private static Value nothing(Node like) {
    return switch (like) {
      case Node.Mapping map -> Value.EMPTY;
      case Node.Sequence list -> new Value.Items(List.of());
      case Node.Scalar scalar ->
          switch (scalar.value()) {
            case Value.Bool flag -> Value.of(false);
            case Value.Int number -> Value.of(0);
            case Value.Real number -> Value.of(0);
            case Value.Text text -> Value.of("");
            case Value.Null nothing -> Value.of("");
            case Value.Items items -> Value.of("");
            case Value.Fields fields -> Value.of("");
          };
    };
  }

  private Value first(Where at) {
    return Value.texts(names.apply(at).stream().limit(1).toList());
  }

  private Value value(Where list, String key, Shape of) {
    var values = of.values();
    if (key.equals("name") || key.equals("id")) {
      return Value.of(unused(CALLED.getOrDefault(list.name(), "new")));
    }
    if (key.equals("match")) {
      return new Value.Fields(Map.of("actions", new Value.Items(List.of())));
    }
    if (!values.words().isEmpty()) {
      return Value.of(CAREFUL.getOrDefault(key, values.words().getFirst()));
    }
    if (!values.allows(Shape.Type.TEXT)) {
      return values.allows(Shape.Type.LIST)
          ? new Value.Items(List.of())
          : values.allows(Shape.Type.MAPPING) ? Value.EMPTY : Value.of(0);
    }
    return names.apply(list.item(0).key(key)).stream()
        .findFirst()
        .map(Value::of)
        .orElseGet(() -> Value.of(""));
  }

  private String unused(String wanted) {
    var name = wanted;
    for (int number = 2; taken.contains(name); number++) {
      name = wanted + (wanted.contains(" ") ? " " : wanted.contains("_") ? "_" : "-") + number;
    }
    return name;
  }
}
