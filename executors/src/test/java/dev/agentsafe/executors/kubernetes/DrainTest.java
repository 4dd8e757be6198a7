package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrainTest {
  private static final Catalog STARTER = Shelf.STARTER.catalog();
  private static final Catalog REFERENCE = Shelf.REFERENCE.catalog();
  private static final String PODS = "/api/v1/namespaces/shop-prod/pods";

  private Bench bench = new Bench(Bench.text("pods.yaml"), STARTER);

  @AfterEach
  void close() {
    bench.close();
  }

  /** Begins anew with other objects. */
  private void with(String cluster, Catalog catalog) {
    bench.close();
    bench = new Bench(cluster, catalog);
  }

  private List<String> on(String node) {
    return bench.object(PODS, PodList.class).getItems().stream()
        .filter(p -> node.equals(p.getSpec().getNodeName()))
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  private boolean closed(String node) {
    var spec = bench.object("/api/v1/nodes/" + node, Node.class).getSpec();
    return spec != null && Boolean.TRUE.equals(spec.getUnschedulable());
  }

  private RunRecord drain() {
    return bench.run("drain-node", "prod/node-1", Map.of());
  }

  private static List<String> texts(Value output, String name) {
    return ((Value.Items) ((Value.Fields) output).get(name).orElseThrow())
        .values().stream().map(v -> ((Value.Text) v).value()).toList();
  }

  static Stream<Catalog> catalogues() {
    return Stream.of(STARTER, REFERENCE);
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void allPodsMoveOneByOneAsTheBudgetAllowsAndDaemonsAndMirrorsStay(Catalog catalog) {
    with(Bench.text("pods.yaml"), catalog);
    assertThat(on("node-1")).hasSize(5);
    bench.run("uncordon-node", "prod/node-2", Map.of());

    var run = drain();

    assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
    var output = ((RunRecord.Succeeded) run).output();
    assertThat(texts(output, "evicted")).hasSize(3).allMatch(n -> n.startsWith("shop-prod/web-"));
    assertThat(texts(output, "skipped"))
        .containsExactly("shop-prod/agent-x", "shop-prod/static-node-1");
    assertThat(texts(output, "left")).isEmpty();
    assertThat(on("node-1")).containsExactlyInAnyOrder("agent-x", "static-node-1");
    assertThat(bench.progress)
        .anyMatch(line ->
            line.contains("cannot go yet")
                && line.contains("The disruption budget web needs 2 healthy pods and has 2"))
        .anyMatch(line -> line.matches("[1-3] pods? left, \\d evicted.*"));
    assertThat(closed("node-1")).isTrue();
  }

  @Test
  void theNodeOpensAgainAsTheRollBack() {
    bench.run("uncordon-node", "prod/node-2", Map.of());
    var run = drain();
    var back = bench.run("uncordon-node", "prod/node-1", Map.of());

    assertThat(run.account().before().values()).containsEntry("schedulable", Value.of(true));
    assertThat(run.account().after().values()).containsEntry("schedulable", Value.of(false));
    assertThat(back.account().after().get("schedulable"))
        .isEqualTo(run.account().before().get("schedulable"));
    assertThat(closed("node-1")).isFalse();
  }

  @Test
  void aBudgetThatNeverAllowsAnEvictionStopsItBeforeAnythingIsDone() {
    with(Bench.text("pods.yaml").replace("maxUnavailable: 1", "minAvailable: 3"), STARTER);

    var run = drain();

    assertThat(run).isInstanceOf(RunRecord.Skipped.class);
    assertThat(((RunRecord.Skipped) run).why())
        .contains("budget `shop-prod/web` needs 3 of 3 pods healthy and has 3")
        .contains("however long one waits");
    assertThat(closed("node-1")).isFalse();
    assertThat(on("node-1")).hasSize(5);
  }

  @Test
  void whatIsHeldBackUntilTheDeadlineIsNamedAndTheNodeCanBeOpenedAgain() {
    with(Bench.text("pods.yaml") + Bench.text("held-back.yaml"), STARTER);
    bench.run("uncordon-node", "prod/node-2", Map.of());
    bench.deadline = Duration.ofMillis(1_200);
    var order = bench.order("drain-node", "prod/node-1", Map.of());

    var run = bench.run(order);

    assertThat(run).isInstanceOf(RunRecord.Unknown.class);
    assertThat(((RunRecord.Unknown) run).why())
        .contains("takes no new pods")
        .contains("the time was over. Left on it: `shop-prod/good-")
        .contains("The disruption budget mixed needs 1 healthy pods and has 1 currently");
    assertThat(run.account().prechecks())
        .filteredOn(c -> c.name().equals("pdb-check"))
        .singleElement()
        .satisfies(c -> {
          assertThat(c.passed()).isFalse();
          assertThat(c.advisory()).isTrue();
          assertThat(c.message()).contains("asked for until the deadline");
        });
    assertThat(bench.executor().readBack(order, run.account().before()))
        .isInstanceOf(Readback.Partly.class);
    bench.deadline = Duration.ofSeconds(20);
    bench.run("uncordon-node", "prod/node-1", Map.of());
    assertThat(closed("node-1")).isFalse();
  }

  @Test
  void podsThatNobodyStartsAgainAndFilesThatEndAreNamedFirst() {
    with(Bench.text("pods.yaml") + Bench.text("bare-pod.yaml"), STARTER);

    var rehearsal = bench.rehearse("drain-node", "prod/node-1", Map.of());

    assertThat(rehearsal.affected())
        .hasSize(5)
        .startsWith("node node-1")
        .contains("pod shop-prod/bare")
        .doesNotContain("pod shop-prod/agent-x", "pod shop-prod/static-node-1");
    assertThat(rehearsal.notes())
        .contains(
            "Closing the node and evicting 4 pods.",
            "Pods of daemon sets stay: `shop-prod/agent-x`.",
            "Mirrors of static pods stay: `shop-prod/static-node-1`.",
            "Nothing starts these again: `shop-prod/bare`.",
            "Files in `emptyDir` volumes end with these: `shop-prod/bare`.");
    assertThat(rehearsal.after().get("schedulable")).contains(Value.of(false));
    assertThat(rehearsal.prechecks())
        .filteredOn(c -> c.name().equals("workload-check"))
        .containsExactly(
            new PrecheckResult(
                "workload-check", false, "without a controller and lost: `shop-prod/bare`", true));
    assertThat(closed("node-1")).isFalse();
    assertThat(on("node-1")).hasSize(6);
  }

  @Test
  void podsOfDaemonSetsAreNotEvictedEvenWhereThatIsAsked() {
    var params = Map.<String, Object>of("ignore_daemonsets", false);
    var outcome = bench.executor().rehearse(bench.order("drain-node", "prod/node-1", params));
    var run = bench.run("drain-node", "prod/node-1", params);

    assertThat(((Rehearsal.Outcome.NotPossible) outcome).why()).contains("would come back at once");
    assertThat(run).isInstanceOf(RunRecord.Failed.class);
    assertThat(closed("node-1")).isFalse();
  }

  static Stream<Fault> lost() {
    return Stream.of(
        new Fault.DropBefore(), new Fault.DropAfter(), new Fault.Answer(500, "etcd is slow"));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void anEvictionWhoseAnswerIsLostIsUnknownAndNotSentAgain(Fault fault) {
    // The node is closed already, so that the first thing sent is an eviction.
    bench.run("uncordon-node", "prod/node-2", Map.of());
    bench.run("cordon-node", "prod/node-1", Map.of());
    try (var wire = new BrokenWire(bench.sandbox.api(), fault)) {
      var run = bench.runThrough(wire.address(), "drain-node", "prod/node-1", Map.of());

      assertThat(run).isInstanceOf(RunRecord.Unknown.class);
      assertThat(((RunRecord.Unknown) run).why())
          .contains("the eviction of `shop-prod/web-")
          .contains("Left on it: `shop-prod/web-")
          .doesNotContain("Exception");
      assertThat(wire.writes()).isEqualTo(1);
    }
  }

  @Test
  void anEvictionThatIsForbiddenStopsItAndSaysSo() {
    try (var wire = new BrokenWire(bench.sandbox.api(), new Fault.Answer(403, "may not evict"))) {
      var run = bench.runThrough(wire.address(), "drain-node", "prod/node-1", Map.of());

      // The first thing sent is what closes the node.
      assertThat(run).isInstanceOf(RunRecord.Failed.class);
      assertThat(((RunRecord.Failed) run).error()).contains("may not evict");
    }
  }
}
