package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Dialect;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;

/** Asks for quotes where YAML 1.1 and 1.2 differ. */
final class ScalarLint {
  private final String file;
  private final Findings findings;

  ScalarLint(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  void check(Node node) {
    switch (node) {
      case Node.Scalar scalar ->
          Dialect.difference(scalar)
              .ifPresent(difference ->
                  findings.add(
                      new Location(file, scalar.line(), scalar.column()),
                      Code.YAML_DIALECT,
                      "`"
                          + scalar.text()
                          + "` is "
                          + difference
                          + "; put it in quotes or write it another way"));
      case Node.Sequence list -> list.items().forEach(this::check);
      case Node.Mapping map ->
          map.entries()
              .forEach(entry -> {
                check(entry.key());
                check(entry.value());
              });
    }
  }
}
