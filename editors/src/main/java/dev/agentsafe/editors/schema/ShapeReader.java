package dev.agentsafe.editors.schema;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.canonical.Value.Fields;
import dev.agentsafe.core.canonical.Value.Items;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a JSON Schema as shapes: of the language only what our schemas use. */
final class ShapeReader {
  private static final Map<String, Shape.Type> TYPES =
      Map.of(
          "object", Shape.Type.MAPPING,
          "array", Shape.Type.LIST,
          "string", Shape.Type.TEXT,
          "integer", Shape.Type.INTEGER,
          "number", Shape.Type.NUMBER,
          "boolean", Shape.Type.FLAG,
          "null", Shape.Type.NOTHING);

  private final Fields definitions;

  private ShapeReader(Fields definitions) {
    this.definitions = definitions;
  }

  /**
   * The shape of a whole file.
   *
   * @throws IllegalArgumentException where the text is no JSON object
   */
  static Shape read(String schema) {
    if (Json.read(schema) instanceof Json.Read.Good(Fields root)) {
      return new ShapeReader(root.object("$defs")).shape(root);
    }
    throw new IllegalArgumentException("a schema of this build is no JSON object; build it anew");
  }

  private Shape shape(Value value) {
    if (!(value instanceof Fields schema)) {
      return Shape.ANY;
    }
    var meaning = schema.textOrEmpty("description");
    var reference = schema.text("$ref");
    if (reference.isPresent()) {
      return shape(definitions.object(last(reference.get()))).meaning(meaning);
    }
    var branches =
        schema.objects("oneOf").stream()
            .filter(b -> !b.text("type").equals(Optional.of("null")))
            .toList();
    if (branches.size() == 1) {
      return shape(branches.getFirst()).meaning(meaning);
    }
    if (!branches.isEmpty()) {
      return either(meaning, branches.stream().map(this::shape).toList());
    }
    return new Shape(meaning, values(schema), fields(schema), items(schema), List.of());
  }

  private static Shape either(String meaning, List<Shape> branches) {
    var mappings =
        branches.stream().allMatch(b -> b.values().types().equals(Set.of(Shape.Type.MAPPING)));
    var types = EnumSet.noneOf(Shape.Type.class);
    branches.forEach(b -> types.addAll(b.values().types()));
    var keyed =
        branches.stream().filter(b -> b.values().types().contains(Shape.Type.MAPPING)).toList();
    var any = Shape.ANY.values();
    return new Shape(
        meaning,
        new Shape.Values(types, List.of(), any.fallback(), "", List.of()),
        keyed.size() == 1 ? keyed.getFirst().fields() : Shape.ANY.fields(),
        branches.stream().flatMap(b -> b.items().stream()).findFirst(),
        mappings ? branches : List.of());
  }

  private Optional<Shape> items(Fields schema) {
    return schema.get("items").map(this::shape);
  }

  private Shape.Fields fields(Fields schema) {
    var known = new LinkedHashMap<String, Shape>();
    schema.object("properties").values().forEach((key, value) -> known.put(key, shape(value)));
    var required = texts(schema.get("required")).collect(Collectors.toSet());
    return new Shape.Fields(
        known,
        required,
        schema.get("additionalProperties").filter(Fields.class::isInstance).map(this::shape));
  }

  private static Shape.Values values(Fields schema) {
    var types = EnumSet.noneOf(Shape.Type.class);
    schema.text("type").ifPresent(type -> types.add(type(type)));
    texts(schema.get("type")).forEach(type -> types.add(type(type)));
    var words = Stream.concat(schema.text("const").stream(), texts(schema.get("enum"))).toList();
    if (!words.isEmpty()) {
      types.add(Shape.Type.TEXT);
    }
    if (types.contains(Shape.Type.FLAG) && words.isEmpty()) {
      words = List.of("true", "false");
    }
    return new Shape.Values(
        types,
        words,
        schema.get("default").map(ShapeReader::written),
        range(schema),
        texts(schema.get("examples")).toList());
  }

  private static Shape.Type type(String name) {
    var type = TYPES.get(name);
    if (type == null) {
      throw new IllegalArgumentException("a schema of this build names the type `" + name + "`");
    }
    return type;
  }

  private static String range(Fields schema) {
    var words = new ArrayList<String>();
    schema.get("minimum").ifPresent(least -> words.add("at least " + written(least)));
    schema.get("exclusiveMinimum").ifPresent(limit -> words.add("more than " + written(limit)));
    schema.get("maximum").ifPresent(most -> words.add("at most " + written(most)));
    return String.join(", ", words);
  }

  /** A value as an author writes it. */
  private static String written(Value value) {
    return switch (value) {
      case Value.Null n -> "null";
      case Value.Bool(var flag) -> String.valueOf(flag);
      case Value.Int(var number) -> number.toString();
      case Value.Real(var number) -> String.valueOf(number);
      case Value.Text(var text) -> text;
      case Items(var all) ->
          all.stream().map(ShapeReader::written).collect(Collectors.joining(", ", "[", "]"));
      case Fields(var all) ->
          all.entrySet().stream()
              .map(e -> e.getKey() + ": " + written(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static Stream<String> texts(Optional<Value> list) {
    return list.stream()
        .flatMap(l -> l instanceof Items(var all) ? all.stream() : Stream.empty())
        .flatMap(t -> t instanceof Value.Text(var text) ? Stream.of(text) : Stream.empty());
  }

  private static String last(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }
}
