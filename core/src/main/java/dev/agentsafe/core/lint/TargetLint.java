package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;

/** Looks at the targets of an inventory. */
final class TargetLint {
  private TargetLint() {}

  static void check(String file, Node root, Inventory inventory, Findings findings) {
    var list = Spot.key(root, "targets");
    var index = 0;
    for (var target : inventory.targets()) {
      if (target.binding().isEmpty()) {
        var at = Spot.item(list, index);
        findings.add(
            new Location(file, at.line(), at.column()),
            Code.UNBOUND_TARGET,
            "the target `"
                + target.id()
                + "` has no `binding`; only rehearsals run on it until one says what it is");
      }
      index++;
    }
  }
}
