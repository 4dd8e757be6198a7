package dev.agentsafe.app.wire;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Parameter;
import java.util.LinkedHashMap;

/** An action of the catalogue, its parameters as JSON Schema (2020-12). */
public final class ActionForm {
  private ActionForm() {}

  /** The action. */
  public static Value.Fields of(Action action) {
    return new Members()
        .put("name", action.name().value())
        .put("version", action.summary().version())
        .put("description", action.summary().description().strip())
        .put("risk_class", action.scope().risk().label())
        .put("target_types", Value.texts(action.scope().targetTypes()))
        .put("reversible", Value.of(action.effects().reversible()))
        .put(
            "rollback_action",
            Value.ofOptional(action.effects().rollbackAction().map(a -> a.value())))
        .put("tags", Value.texts(action.summary().tags()))
        .put("parameters", schema(action))
        .done();
  }

  private static Value.Fields schema(Action action) {
    var properties = new LinkedHashMap<String, Value>();
    action.parameters().forEach(p -> properties.put(p.name(), schema(p)));
    var required =
        action.parameters().stream().filter(p -> p.use().required()).map(Parameter::name).toList();
    return new Members()
        .put("type", "object")
        .put("properties", new Value.Fields(properties))
        .put("required", Value.texts(required))
        .put("additionalProperties", Value.of(false))
        .done();
  }

  private static Value.Fields schema(Parameter parameter) {
    var limits = parameter.constraints();
    var members = new Members().put("type", parameter.type().label());
    if (!parameter.description().isEmpty()) {
      members.put("description", parameter.description().strip());
    }
    parameter.use().defaultValue().ifPresent(v -> members.put("default", v));
    limits.minValue().ifPresent(v -> members.put("minimum", whole(v)));
    limits.maxValue().ifPresent(v -> members.put("maximum", whole(v)));
    var ofArray = parameter.type() == Parameter.Type.ARRAY;
    limits.length().min().ifPresent(v -> members.put(ofArray ? "minItems" : "minLength", v));
    limits.length().max().ifPresent(v -> members.put(ofArray ? "maxItems" : "maxLength", v));
    limits.pattern().ifPresent(p -> members.put("pattern", "^(?:" + p.source() + ")$"));
    limits.allowed().ifPresent(v -> members.put("enum", new Value.Items(v)));
    if (parameter.use().secret()) {
      members.put("writeOnly", Value.of(true));
    }
    return members.done();
  }

  /** A limit that is a whole number is written as one. */
  private static Value whole(Value limit) {
    return limit instanceof Value.Real(var d) && d == Math.rint(d) && Math.abs(d) < 1e15
        ? Value.of((long) d)
        : limit;
  }
}
