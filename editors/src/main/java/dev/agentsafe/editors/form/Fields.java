package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.schema.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the fields of a form. */
record Fields(Form form) {
  private static final Set<String> PROSE = Set.of("description", "reason");
  private static final String NOTHING =
      "nothing stands here, and what may is not said; write it in the text";
  private static final String MIXED =
      "its items are not all texts, all numbers or all mappings; change it in the text";
  private static final String NONE = "the form has no field for this; change it in the text";

  /** The fields of a mapping: those its shape names in that order, then what else stands there. */
  List<Field> of(Where at, Shape shape) {
    var node = form.node(at);
    var said = node.map(Fields::said).orElse(Map.of());
    var free = free(shape);
    var known = new LinkedHashMap<String, Shape>();
    var required = new HashSet<String>();
    for (var each : shape.seeing(said)) {
      required.addAll(each.fields().required());
      for (var key : each.fields().known().keySet()) {
        known.putIfAbsent(key, form.seen(at.key(key), shape.at(key, said).orElse(Shape.ANY)));
      }
    }
    var fields = new ArrayList<Field>();
    known.forEach((key, of) -> fields.add(field(at.key(key), of, required.contains(key), false)));
    for (var key : keys(node)) {
      if (!known.containsKey(key)) {
        fields.add(
            free.isPresent()
                ? field(at.key(key), free.get(), false, true)
                : other(head(at.key(key), Shape.ANY, false, false), Optional.of(NONE)));
      }
    }
    return List.copyOf(fields);
  }

  private static List<String> keys(Optional<Node> node) {
    return node.orElse(null) instanceof Node.Mapping map
        ? map.entries().stream().map(e -> e.key().text()).distinct().toList()
        : List.of();
  }

  /** The single values of a mapping by their keys. */
  static Map<String, String> said(Node node) {
    var said = new HashMap<String, String>();
    if (node instanceof Node.Mapping map) {
      for (var entry : map.entries()) {
        if (entry.value() instanceof Node.Scalar scalar) {
          said.put(entry.key().text(), scalar.text());
        }
      }
    }
    return said;
  }

  /** What stands at keys that authors choose; anything where nothing says what may stand there. */
  static Optional<Shape> free(Shape shape) {
    var fields = shape.fields();
    boolean bare = fields.known().isEmpty() && shape.forms().isEmpty();
    return bare && shape.values().allows(Shape.Type.MAPPING)
        ? fields.free().or(() -> Optional.of(Shape.ANY))
        : fields.free();
  }

  /** The same shape, saying what stands at keys that authors choose. */
  private static Shape opened(Shape shape) {
    var fields = shape.fields();
    return fields.free().equals(free(shape)) || !shape.values().types().contains(Shape.Type.MAPPING)
        ? shape
        : new Shape(
            shape.meaning(),
            shape.values(),
            new Shape.Fields(fields.known(), fields.required(), free(shape)),
            shape.items(),
            shape.forms());
  }

  private Field.Head head(Where at, Shape shape, boolean required, boolean named) {
    return new Field.Head(
        at, at.name(), shape, form.stands(at), required, named, form.lock(at).orElse(""));
  }

  private Field other(Field.Head head, Optional<String> why) {
    return new Field.Other(head.locked(why.orElse("")), form.written(head.at()));
  }

  /**
   * The field of one place.
   *
   * @param named whether its author chose the key
   */
  Field field(Where at, Shape given, boolean required, boolean named) {
    var node = form.node(at).filter(n -> !isNull(n));
    boolean loose = given.values().types().isEmpty();
    var shape = loose ? like(node, given) : opened(given);
    var head = head(at, shape, required, named);
    if (!head.isOpen() && node.isEmpty() && head.present()) {
      return other(head, Optional.empty());
    }
    if (loose && node.isEmpty() && head.present()) {
      return other(head, Optional.of(NOTHING));
    }
    var types = shape.values().types();
    if (types.contains(Shape.Type.MAPPING)
        && node.map(Node.Mapping.class::isInstance).orElse(true)) {
      return new Field.Group(head);
    }
    if (types.contains(Shape.Type.LIST) && node.map(Node.Sequence.class::isInstance).orElse(true)) {
      return list(head, node, shape.items());
    }
    boolean single = types.stream().anyMatch(Fields::isSingle);
    if (!single || !node.map(Node.Scalar.class::isInstance).orElse(true)) {
      return other(head, Optional.of(NONE));
    }
    var kind = kind(head.name(), shape);
    return new Field.Single(
        head,
        kind,
        node.map(n -> ((Node.Scalar) n).text()).orElse(""),
        node.map(n -> isOf(kind, shape, (Node.Scalar) n)).orElse(true));
  }

  /** A shape for what stands there, where any value may; that of a text where nothing does. */
  private static Shape like(Optional<Node> node, Shape any) {
    return node.map(n ->
            switch (n) {
              case Node.Mapping map -> Parameters.mapping(any.meaning(), Map.of());
              case Node.Sequence list -> Parameters.of(Set.of(Shape.Type.LIST), any.meaning());
              case Node.Scalar scalar -> Parameters.of(Set.of(type(scalar)), any.meaning());
            })
        .orElseGet(() -> Parameters.of(Set.of(Shape.Type.TEXT), any.meaning()));
  }

  private static Shape.Type type(Node.Scalar scalar) {
    return switch (scalar.value()) {
      case Value.Bool flag -> Shape.Type.FLAG;
      case Value.Int number -> Shape.Type.NUMBER;
      case Value.Real number -> Shape.Type.NUMBER;
      case Value.Null nothing -> Shape.Type.NOTHING;
      case Value.Text text -> Shape.Type.TEXT;
      case Value.Items items -> Shape.Type.LIST;
      case Value.Fields fields -> Shape.Type.MAPPING;
    };
  }

  /** The type of all items of a list; empty where they are not of one that a form can show. */
  private static Optional<Shape.Type> type(List<Node> items) {
    var types =
        items.stream()
            .map(item -> item instanceof Node.Scalar scalar ? type(scalar) : Shape.Type.NOTHING)
            .distinct()
            .toList();
    return types.isEmpty()
        ? Optional.of(Shape.Type.TEXT)
        : Optional.of(types.getFirst())
            .filter(type ->
                types.size() == 1 && (type == Shape.Type.TEXT || type == Shape.Type.NUMBER));
  }

  private Field list(Field.Head head, Optional<Node> node, Optional<Shape> each) {
    var items = node.map(n -> ((Node.Sequence) n).items()).orElse(List.of());
    var type = each.isPresent() ? Optional.<Shape.Type>empty() : type(items);
    if (each.isEmpty() && type.isEmpty()) {
      return items.stream().allMatch(Node.Mapping.class::isInstance)
          ? rows(head.holding(Parameters.mapping("", Map.of())), items)
          : other(head, Optional.of(MIXED));
    }
    var item = each.or(() -> type.map(t -> Parameters.of(Set.of(t), ""))).orElse(Shape.ANY);
    var types = item.values().types();
    if (types.contains(Shape.Type.MAPPING)) {
      return rows(head, items);
    }
    return types.stream().anyMatch(Fields::isSingle)
            && items.stream().allMatch(Node.Scalar.class::isInstance)
        ? new Field.Several(
            head, kind("", item), items.stream().map(i -> ((Node.Scalar) i).text()).toList())
        : other(head, Optional.of(NONE));
  }

  private static Field rows(Field.Head head, List<Node> items) {
    return new Field.Rows(head, items.stream().map(Field::title).toList());
  }

  private static boolean isSingle(Shape.Type type) {
    return switch (type) {
      case TEXT, INTEGER, NUMBER, FLAG -> true;
      case MAPPING, LIST, NOTHING -> false;
    };
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() instanceof Value.Null;
  }

  private static Field.Kind kind(String name, Shape shape) {
    var types = shape.values().types();
    if (types.contains(Shape.Type.FLAG)) {
      return Field.Kind.FLAG;
    }
    if (!shape.values().words().isEmpty()) {
      return Field.Kind.CHOICE;
    }
    if (types.contains(Shape.Type.TEXT)) {
      return PROSE.contains(name) ? Field.Kind.PROSE : Field.Kind.TEXT;
    }
    return types.contains(Shape.Type.NUMBER) ? Field.Kind.NUMBER : Field.Kind.INTEGER;
  }

  private static boolean isOf(Field.Kind kind, Shape shape, Node.Scalar scalar) {
    var value = scalar.value();
    return switch (kind) {
      case TEXT, PROSE -> value instanceof Value.Text && scalar.form() != Node.Form.DATE;
      case INTEGER -> value instanceof Value.Int;
      case NUMBER -> value instanceof Value.Int || value instanceof Value.Real;
      case FLAG -> value instanceof Value.Bool;
      case CHOICE -> value instanceof Value.Text && shape.values().words().contains(scalar.text());
    };
  }
}
