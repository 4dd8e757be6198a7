package dev.agentsafe.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.style.Sources;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a catalogue that others wrote, the linter says what is true and nothing else. */
final class ReferenceDataTest {
  private static final Path DATA = Sources.root().resolve("../shared/reference-data");

  @Test
  void everyFindingIsATrueOne() {
    List<Problem> unread = new ArrayList<>();
    var found =
        Linter.check(
            new WorkspaceFiles(
                SourceFiles.ofFolder(DATA.resolve("actions"), "actions", unread),
                SourceFiles.ofFolder(DATA.resolve("policies"), "policies", unread),
                SourceFiles.read(DATA.resolve("inventory.yaml"), unread),
                SourceFiles.ofFolder(DATA.resolve("policy-tests"), "tests", unread)));

    assertThat(unread).isEmpty();
    var unbound = found.stream().filter(p -> p.code().equals("unbound-target")).count();
    assertThat(unbound).as("none of its targets has a binding").isEqualTo(targets());
    assertThat(found.stream().filter(p -> !p.code().equals("unbound-target")))
        .extracting(ReferenceDataTest::said)
        .containsExactly(
            "apply-network-policy.yaml no-rollback",
            "drain-node.yaml not-reversible",
            "get-configmap.yaml no-rollback",
            "get-secret.yaml no-rollback",
            "port-forward.yaml no-rollback",
            "rollout-status.yaml no-rollback");
  }

  private static int targets() {
    return switch (InventoryLoader.load(DATA.resolve("inventory.yaml"))) {
      case Loaded.Good<Inventory>(var inventory, var warnings) -> inventory.targets().size();
      case Loaded.Bad<Inventory> bad -> 0;
    };
  }

  private static String said(Problem problem) {
    var name = Path.of(problem.location().file()).getFileName();
    return name + " " + problem.code();
  }
}
