package dev.agentsafe.app.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.walk.Matrix.Cell;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cell that is empty without a word why fails the walk. */
final class MatrixTest {
  private static Catalog catalog(String... actions) {
    var sources =
        Arrays.stream(actions)
            .map(name ->
                new Source(
                    name + ".yaml",
                    """
                    {name: %s, version: "1.0.0", description: x, risk_class: low,
                     target_types: [k8s-pod], reversible: false}
                    """
                        .formatted(name)))
            .toList();
    return switch (CatalogLoader.load(sources)) {
      case Loaded.Good<Catalog>(var catalog, var warnings) -> catalog;
      case Loaded.Bad<Catalog>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static Matrix walked(String action, List<String> ledger) {
    var matrix = new Matrix(Shipped.executors(), ledger);
    for (var cell : List.of(Cell.REHEARSE, Cell.EXECUTE, Cell.VERIFY)) {
      matrix.saw(action, cell, "yes");
    }
    return matrix;
  }

  @Test
  void whatWasSeenAndWhatSaysWhyIsNoHole() {
    var matrix = walked("exec-pod", List.of("exec-pod fault"));

    assertThat(matrix.holes(catalog("exec-pod"))).isEmpty();
    assertThat(matrix.text(catalog("exec-pod")))
        .contains("| exec-pod | yes | yes | yes | declares none | irreversible | yes, by its")
        .contains("| action | rehearse | execute | verify | state | roll back | fault |");
  }

  @Test
  void aFaultThatNobodyCausedIsAHoleWhereThoseOfOtherActionsWereSeen() {
    var matrix = walked("exec-pod", List.of("scale-deployment fault"));

    assertThat(matrix.holes(catalog("exec-pod"))).containsExactly("exec-pod: fault");
    assertThat(matrix.text(catalog("exec-pod"))).contains("NOT SEEN");
  }

  @Test
  void whereTheExecutorsTestsDidNotRunTheCellSaysSo() {
    var matrix = walked("exec-pod", List.of());

    assertThat(matrix.holes(catalog("exec-pod"))).isEmpty();
    assertThat(matrix.text(catalog("exec-pod"))).contains("tests did not run before this");
  }

  @Test
  void anActionThatNobodyWalkedOrDoesIsFullOfHoles() {
    var matrix = new Matrix(Shipped.executors(), List.of());

    assertThat(matrix.holes(catalog("delete-pod")))
        .containsExactly("delete-pod: execute", "delete-pod: rehearse", "delete-pod: verify");
    assertThat(matrix.holes(catalog("make-coffee"))).hasSize(Cell.values().length);
  }
}
