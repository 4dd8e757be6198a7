package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as the description of the gateway uses; says where a value departs. */
record Schema(Value.Fields document) {

  /** What is wrong with a value; none where it fits. */
  List<String> faults(Value.Fields schema, Value value) {
    var faults = new ArrayList<String>();
    check(schema, value, "$", faults);
    return faults;
  }

  private void check(Value.Fields schema, Value value, String at, List<String> faults) {
    var ref = schema.text("$ref");
    if (ref.isPresent()) {
      check(resolve(ref.get()), value, at, faults);
      return;
    }
    if (schema.get("oneOf").orElse(Value.NULL) instanceof Value.Items(var choices)) {
      var fitting = choices.stream().filter(c -> faults((Value.Fields) c, value).isEmpty()).count();
      if (fitting != 1) {
        faults.add(at + " fits " + fitting + " of the choices: " + JsonText.compact(value));
      }
      return;
    }
    var types = types(schema);
    if (!types.isEmpty() && !types.contains(type(value))) {
      faults.add(at + " is " + type(value) + ", not " + types);
      return;
    }
    if (schema.get("enum").orElse(Value.NULL) instanceof Value.Items(var allowed)
        && !allowed.contains(value)) {
      faults.add(at + " is none of " + allowed + ": " + value);
    }
    if (value instanceof Value.Fields fields) {
      members(schema, fields, at, faults);
    }
    if (value instanceof Value.Items(var items)
        && schema.get("items").orElse(Value.NULL) instanceof Value.Fields each) {
      for (var i = 0; i < items.size(); i++) {
        check(each, items.get(i), at + "[" + i + "]", faults);
      }
    }
  }

  private void members(Value.Fields schema, Value.Fields value, String at, List<String> faults) {
    var known =
        schema.get("properties").orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
    if (schema.get("required").orElse(Value.NULL) instanceof Value.Items(var required)) {
      for (var name : required) {
        if (name instanceof Value.Text(var text) && value.get(text).isEmpty()) {
          faults.add(at + " lacks " + text);
        }
      }
    }
    var others = schema.get("additionalProperties").orElse(Value.of(true));
    value
        .values()
        .forEach((name, member) -> {
          if (known.get(name).orElse(Value.NULL) instanceof Value.Fields each) {
            check(each, member, at + "." + name, faults);
          } else if (others instanceof Value.Fields each) {
            check(each, member, at + "." + name, faults);
          } else if (others.equals(Value.of(false))) {
            faults.add(at + " has " + name + ", which is not described");
          }
        });
  }

  private Value.Fields resolve(String ref) {
    var at = document;
    for (var step : ref.substring("#/".length()).split("/", -1)) {
      at = (Value.Fields) at.get(step).orElseThrow();
    }
    return at;
  }

  private static List<String> types(Value.Fields schema) {
    return switch (schema.get("type").orElse(Value.NULL)) {
      case Value.Text(var one) -> List.of(one);
      case Value.Items(var many) -> many.stream().map(t -> ((Value.Text) t).value()).toList();
      default -> List.of();
    };
  }

  private static String type(Value value) {
    return switch (value) {
      case Value.Null n -> "null";
      case Value.Bool b -> "boolean";
      case Value.Int i -> "integer";
      case Value.Real r -> "number";
      case Value.Text t -> "string";
      case Value.Items i -> "array";
      case Value.Fields f -> "object";
    };
  }
}
