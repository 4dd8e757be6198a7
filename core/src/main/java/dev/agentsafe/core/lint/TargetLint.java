package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.yaml.Location;

/** Looks at the targets of an inventory. */
final class TargetLint {
  private TargetLint() {}

  static void check(Location at, Target target, Findings findings) {
    if (target.binding().isEmpty()) {
      findings.add(
          at,
          Code.UNBOUND_TARGET,
          "the target `"
              + target.id()
              + "` has no `binding`; only rehearsals run on it until one says what it is");
    }
  }
}
