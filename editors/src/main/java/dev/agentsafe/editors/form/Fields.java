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
  private static final String NONE = "the form has no field for this; change it in the text";

  /** The fields of a mapping: those its shape names in that order, then what else stands there. */
  List<Field> of(Where at, Shape shape) {
    var node = form.node(at);
    var said = node.map(Fields::said).orElse(Map.of());
    var known = new LinkedHashMap<String, Shape>();
    var required = new HashSet<String>();
    for (var each : shape.seeing(said)) {
      required.addAll(each.fields().required());
      for (var key : each.fields().known().keySet()) {
        known.putIfAbsent(key, shape.at(key, said).orElse(Shape.ANY));
      }
    }
    var fields = new ArrayList<Field>();
    known.forEach((key, of) -> fields.add(field(at.key(key), of, required.contains(key))));
    var free = shape.fields().free();
    for (var key : keys(node)) {
      if (!known.containsKey(key)) {
        fields.add(
            free.isPresent()
                ? field(at.key(key), free.get(), false)
                : other(head(at.key(key), Shape.ANY, false), Optional.of(NONE)));
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

  private Field.Head head(Where at, Shape shape, boolean required) {
    return new Field.Head(
        at, at.name(), shape, form.stands(at), required, form.lock(at).orElse(""));
  }

  private Field other(Field.Head head, Optional<String> why) {
    var locked = head.isOpen() ? why.orElse("") : head.locked();
    var shown =
        new Field.Head(
            head.at(), head.name(), head.shape(), head.present(), head.required(), locked);
    return new Field.Other(shown, form.written(head.at()));
  }

  /** The field of one place. */
  Field field(Where at, Shape shape, boolean required) {
    var head = head(at, shape, required);
    var node = form.node(at).filter(n -> !isNull(n));
    if (!head.isOpen() && node.isEmpty() && head.present()) {
      return other(head, Optional.empty());
    }
    var types = shape.values().types();
    if (types.contains(Shape.Type.MAPPING)
        && node.map(Node.Mapping.class::isInstance).orElse(true)) {
      return isKnown(shape) ? new Field.Group(head) : other(head, Optional.of(NONE));
    }
    if (types.contains(Shape.Type.LIST) && node.map(Node.Sequence.class::isInstance).orElse(true)) {
      return list(head, node, shape.items().orElse(Shape.ANY));
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

  private static boolean isKnown(Shape shape) {
    return shape.fields().free().isPresent()
        || shape.seeing(Map.of()).stream().anyMatch(each -> !each.fields().known().isEmpty());
  }

  private Field list(Field.Head head, Optional<Node> node, Shape item) {
    var items = node.map(n -> ((Node.Sequence) n).items()).orElse(List.of());
    var types = item.values().types();
    if (types.contains(Shape.Type.MAPPING)) {
      return new Field.Rows(head, items.stream().map(Field::title).toList());
    }
    return types.stream().anyMatch(Fields::isSingle)
            && items.stream().allMatch(Node.Scalar.class::isInstance)
        ? new Field.Several(
            head, kind("", item), items.stream().map(i -> ((Node.Scalar) i).text()).toList())
        : other(head, Optional.of(NONE));
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
