package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Dialect;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;

/** Asks for quotes where YAML 1.1 and 1.2 differ. */
final class ScalarLint {
  private ScalarLint() {}

  static void check(Node node, Problems problems) {
    switch (node) {
      case Node.Scalar scalar ->
          Dialect.difference(scalar)
              .ifPresent(difference ->
                  problems.warning(
                      scalar,
                      "yaml-dialect",
                      "`"
                          + scalar.text()
                          + "` is "
                          + difference
                          + "; put it in quotes or write it another way"));
      case Node.Sequence list -> list.items().forEach(item -> check(item, problems));
      case Node.Mapping map ->
          map.entries()
              .forEach(entry -> {
                check(entry.key(), problems);
                check(entry.value(), problems);
              });
    }
  }
}
