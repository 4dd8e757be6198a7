package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import java.util.List;
import java.util.Optional;

/** Looks into values of a document. */
final class Nodes {
  private Nodes() {}

  /** What those keys lead to. */
  static Optional<Node> at(Node node, String... keys) {
    var at = Optional.of(node);
    for (var key : keys) {
      at = at.flatMap(each -> entry(each, key)).map(Node.Entry::value);
    }
    return at;
  }

  static Optional<Node.Entry> entry(Node node, String key) {
    return node instanceof Node.Mapping map
        ? map.entries().stream().filter(e -> e.key().text().equals(key)).findFirst()
        : Optional.empty();
  }

  /** The single value of a key; empty where there is none. */
  static String text(Node node, String... keys) {
    return at(node, keys).map(Nodes::text).orElse("");
  }

  /** A single value, or the single values of a list with commas between. */
  static String text(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence list -> String.join(", ", list.items().stream().map(Nodes::text).toList());
      case Node.Mapping map -> "";
    };
  }

  static List<Node> items(Node node, String... keys) {
    return at(node, keys).orElse(node) instanceof Node.Sequence list ? list.items() : List.of();
  }

  static List<String> keys(Node node) {
    return node instanceof Node.Mapping map
        ? map.entries().stream().map(entry -> entry.key().text()).toList()
        : List.of();
  }
}
