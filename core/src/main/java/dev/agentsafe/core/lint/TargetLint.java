package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.List;

/** Looks at the targets of an inventory. */
final class TargetLint {
  private TargetLint() {}

  static List<Problem> check(Source source, Inventory inventory) {
    var problems = new Problems(source.file());
    Document.read(source, problems)
        .ifPresent(root -> {
          var list = Spot.key(root, "targets");
          var index = 0;
          for (var target : inventory.targets()) {
            if (target.binding().isEmpty()) {
              problems.warning(
                  Spot.item(list, index),
                  "unbound-target",
                  "the target `"
                      + target.id()
                      + "` has no `binding`; only rehearsals run on it until one says what it"
                      + " is");
            }
            index++;
          }
        });
    return problems.list();
  }
}
