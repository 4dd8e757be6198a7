package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes are closed and opened, with the actions of both catalogues. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodeTest {
  private final Map<Shelf, Bench> benches =
      Map.of(Shelf.STARTER, Shelf.STARTER.bench(), Shelf.REFERENCE, Shelf.REFERENCE.bench());

  @AfterAll
  void close() {
    benches.values().forEach(Bench::close);
  }

  private Bench bench(Shelf shelf) {
    return Objects.requireNonNull(benches.get(shelf));
  }

  private static boolean isClosed(Bench bench, String name) {
    var node = bench.object("/api/v1/nodes/" + name, Node.class);
    return Boolean.TRUE.equals(node.getSpec().getUnschedulable());
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void aNodeIsClosedAndOpenedAgain(Shelf shelf) {
    var bench = bench(shelf);
    var round = Round.of(bench, "cordon-node", "prod/node-1", Map.of());

    assertThat(round.there().account().before().values())
        .containsEntry("schedulable", Value.of(true));
    assertThat(round.there().account().after().values())
        .containsEntry("schedulable", Value.of(false));
    assertThat(isClosed(bench, "node-1")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void aNodeIsOpenedAndClosedAgain(Shelf shelf) {
    var bench = bench(shelf);
    var order = bench.order("uncordon-node", "prod/node-3", Map.of());
    var there = Round.done(bench, order);
    assertThat(isClosed(bench, "node-3")).isFalse();
    if (shelf == Shelf.STARTER) {
      var undo = Round.plan(bench, order, there);
      Round.done(bench, bench.order(undo.action().value(), "prod/node-3", undo.params()));
    } else {
      // 0.16 gives it no roll-back: it is closed by asking for that.
      Round.done(bench, bench.order("cordon-node", "prod/node-3", Map.of()));
    }
    assertThat(isClosed(bench, "node-3")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void aNodeThatIsOpenIsNotOpenedAndRehearsalChangesNothing(Shelf shelf) {
    var bench = bench(shelf);
    var rehearsal = bench.rehearse("cordon-node", "prod/node-2", Map.of());
    var run = bench.run("uncordon-node", "prod/node-2", Map.of());

    assertThat(rehearsal.after().values()).containsEntry("schedulable", Value.of(false));
    assertThat(rehearsal.affected()).containsExactly("node node-2");
    assertThat(((RunRecord.Skipped) run).why())
        .isEqualTo("Precheck `node-cordoned` failed: it already takes new pods");
    assertThat(isClosed(bench, "node-2")).isFalse();
  }
}
