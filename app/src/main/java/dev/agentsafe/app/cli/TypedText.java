package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a parameter typed on the command line by the type that its action declares. */
final class TypedText {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,4000}");

  private TypedText() {}

  /** Values by the types that the action declares; texts where it declares none. */
  static Value.Fields all(Optional<Action> action, Map<String, String> typed) {
    var all = Value.EMPTY;
    for (var entry : typed.entrySet()) {
      all =
          all.with(
              entry.getKey(),
              action.stream()
                  .flatMap(a -> a.parameters().stream())
                  .filter(p -> p.name().equals(entry.getKey()))
                  .findFirst()
                  .map(p -> read(p.type(), entry.getValue()))
                  .orElse(Value.of(entry.getValue())));
    }
    return all;
  }

  /** The value; a text that is none of that type stays a text, and the decision says so. */
  static Value read(Parameter.Type type, String text) {
    return switch (type) {
      case STRING -> Value.of(text);
      case BOOLEAN ->
          switch (text) {
            case "true" -> Value.of(true);
            case "false" -> Value.of(false);
            default -> Value.of(text);
          };
      case INTEGER -> integer(text);
      case NUMBER -> number(text);
      case ARRAY -> array(text);
    };
  }

  private static Value integer(String text) {
    return INTEGER.matcher(text).matches()
        ? new Value.Int(new java.math.BigInteger(text))
        : Value.of(text);
  }

  private static Value number(String text) {
    return Json.read(text) instanceof Json.Read.Good(var value)
            && (value instanceof Value.Int || value instanceof Value.Real)
        ? value
        : Value.of(text);
  }

  private static Value array(String text) {
    if (text.isEmpty()) {
      return new Value.Items(List.of());
    }
    return text.startsWith("[") && Json.read(text) instanceof Json.Read.Good(Value.Items items)
        ? items
        : Value.texts(List.of(text.split(",", -1)));
  }
}
