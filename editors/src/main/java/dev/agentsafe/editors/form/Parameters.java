package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.schema.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what may be given to an action, by the parameters that its file declares. */
final class Parameters {
  private static final List<String> FLAGS = List.of("true", "false");

  private Parameters() {}

  /**
   * What the parameters of a request for an action are.
   *
   * @param action the outermost value of its file
   */
  static Shape of(Node action, String meaning) {
    var known = new LinkedHashMap<String, Shape>();
    if (Where.ROOT.key("parameters").in(action).orElse(null) instanceof Node.Sequence all) {
      for (var each : all.items()) {
        var name = text(each, "name");
        if (!name.isEmpty()) {
          known.putIfAbsent(name, value(each, text(each, "description"), fallback(each)));
        }
      }
    }
    return mapping(meaning, known);
  }

  /** What the default of a parameter may be. */
  static Shape fallback(Node parameter, String meaning) {
    return value(parameter, meaning, Optional.empty());
  }

  /** A mapping whose other keys may hold anything. */
  static Shape mapping(String meaning, Map<String, Shape> known) {
    return new Shape(
        meaning,
        values(Set.of(Shape.Type.MAPPING), List.of(), Optional.empty()),
        new Shape.Fields(known, Set.of(), Optional.of(Shape.ANY)),
        Optional.empty(),
        List.of());
  }

  /** What is of these types. */
  static Shape of(Set<Shape.Type> types, String meaning) {
    return of(
        meaning,
        values(types, types.contains(Shape.Type.FLAG) ? FLAGS : List.of(), Optional.empty()));
  }

  private static Shape value(Node parameter, String meaning, Optional<String> fallback) {
    var words = words(parameter);
    return switch (text(parameter, "type")) {
      case "string" -> of(meaning, values(Set.of(Shape.Type.TEXT), words, fallback));
      case "integer" -> of(meaning, values(Set.of(Shape.Type.INTEGER), List.of(), fallback));
      case "number" -> of(meaning, values(Set.of(Shape.Type.NUMBER), List.of(), fallback));
      case "boolean" -> of(meaning, values(Set.of(Shape.Type.FLAG), FLAGS, fallback));
      case "array" -> of(meaning, values(Set.of(Shape.Type.LIST), List.of(), fallback));
      default -> of(meaning, values(Set.of(), List.of(), fallback));
    };
  }

  private static Shape of(String meaning, Shape.Values values) {
    return new Shape(meaning, values, Shape.ANY.fields(), Optional.empty(), List.of());
  }

  private static Shape.Values values(
      Set<Shape.Type> types, List<String> words, Optional<String> fallback) {
    return new Shape.Values(types, words, fallback, "", List.of());
  }

  private static List<String> words(Node parameter) {
    return Where.ROOT.key("constraints").key("enum").in(parameter).orElse(null)
            instanceof Node.Sequence all
        ? all.items().stream().map(Field::title).toList()
        : List.of();
  }

  private static Optional<String> fallback(Node parameter) {
    return Where.ROOT.key("default").in(parameter).map(Field::title);
  }

  private static String text(Node of, String key) {
    return Where.ROOT.key(key).in(of).orElse(null) instanceof Node.Scalar scalar
        ? scalar.text()
        : "";
  }
}
