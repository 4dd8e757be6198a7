package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Node;

/** Finds a value below another one; where a step leads nowhere it stays where it is. */
final class Spot {
  private Spot() {}

  static Node key(Node node, String key) {
    if (node instanceof Node.Mapping map) {
      for (var entry : map.entries()) {
        if (entry.key().text().equals(key)) {
          return entry.value();
        }
      }
    }
    return node;
  }

  static boolean has(Node node, String key) {
    return node instanceof Node.Mapping map
        && map.entries().stream().anyMatch(entry -> entry.key().text().equals(key));
  }

  static Node item(Node node, int index) {
    return node instanceof Node.Sequence list && index < list.items().size()
        ? list.items().get(index)
        : node;
  }
}
