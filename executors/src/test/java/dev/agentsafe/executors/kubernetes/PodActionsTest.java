package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import io.fabric8.kubernetes.api.model.PodList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodActionsTest {
  private static final Catalog STARTER = Shelf.STARTER.catalog();
  private static final Catalog REFERENCE = Shelf.REFERENCE.catalog();
  private static final String PODS = "/api/v1/namespaces/shop-prod/pods";

  private Bench bench = new Bench(Bench.text("pods.yaml") + Bench.text("bare-pod.yaml"), STARTER);

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> names(String prefix) {
    return bench.object(PODS, PodList.class).getItems().stream()
        .map(p -> p.getMetadata().getName())
        .filter(n -> n.startsWith(prefix))
        .sorted()
        .toList();
  }

  private String web() {
    return names("web-").getFirst();
  }

  private RunRecord run(String action, String pod) {
    return bench.run(action, "prod/shop", Map.of("pod", pod));
  }

  static Stream<Catalog> catalogues() {
    return Stream.of(STARTER, REFERENCE);
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void aDeletedPodIsGoneWhenAnotherIsReadyInItsPlace(Catalog catalog) {
    bench.close();
    bench = new Bench(Bench.text("pods.yaml"), catalog);
    var pod = web();

    var run = run("delete-pod", pod);

    assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
    assertThat(names("web-")).hasSize(3).doesNotContain(pod);
    assertThat(bench.progress)
        .anyMatch(l -> l.contains("it is gone; ReplicaSet `web-") && l.contains("3 of 3 pods"));
  }

  @Test
  void aPodWithoutControllerAndAMirrorAreLeftAlone() {
    var bare = run("delete-pod", "bare");
    var mirror = run("delete-pod", "static-node-1");

    assertThat(((RunRecord.Skipped) bare).why()).contains("it would be gone for good");
    assertThat(((RunRecord.Skipped) mirror).why()).contains("mirrors a static pod");
    assertThat(names("bare")).hasSize(1);
    assertThat(names("static")).hasSize(1);
  }

  @Test
  void aPodThatABudgetNeedsIsLeftAlone() {
    bench.close();
    bench =
        new Bench(Bench.text("pods.yaml").replace("maxUnavailable: 1", "minAvailable: 3"), STARTER);

    var run = run("delete-pod", web());

    assertThat(((RunRecord.Skipped) run).why())
        .isEqualTo(
            "Precheck `pdb-check` failed: budget `shop-prod/web` needs 3 of 3 pods healthy and has"
                + " 3");
  }

  @Test
  void aPodOfAnotherDeploymentThanTheTargetsIsNotTouched() {
    var pod = web();
    var run = bench.run("delete-pod", "prod/lone", Map.of("pod", pod));
    var own = bench.run("get-pod-logs", "prod/web", Map.of("pod", pod));

    assertThat(((RunRecord.Failed) run).error())
        .contains("does not belong to `prod/lone`, deployment `lone`");
    assertThat(own).isInstanceOf(RunRecord.Succeeded.class);
    assertThat(names("web-")).contains(pod);
  }

  @Test
  void aDeletionIsRehearsedWithWhatItTakesAlong() {
    var rehearsal = bench.rehearse("delete-pod", "prod/shop", Map.of("pod", "bare"));

    assertThat(rehearsal.affected()).containsExactly("pod shop-prod/bare");
    assertThat(rehearsal.notes())
        .contains(
            "Nothing controls it: it will be gone for good.",
            "Files in its `emptyDir` volumes end with it.");
    assertThat(names("bare")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aDeletionWhoseAnswerIsLostIsUnknownAndNotSentAgain(Fault fault, boolean done) {
    var order = bench.order("delete-pod", "prod/shop", Map.of("pod", web()));
    try (var wire = new BrokenWire(bench.sandbox.api(), fault)) {
      bench.through(wire.address());
      var run = bench.run(order);

      assertThat(run).isInstanceOf(RunRecord.Unknown.class);
      assertThat(((RunRecord.Unknown) run).why())
          .contains(done ? "the change is there" : "the object is still there");
      assertThat(wire.writes()).isEqualTo(1);
    }
  }

  static Stream<Arguments> lost() {
    return Stream.of(
        Arguments.of(new Fault.DropAfter(), true),
        Arguments.of(new Fault.DropBefore(), false),
        Arguments.of(new Fault.Answer(500, "slow"), false));
  }

  @Test
  void aDeletionThatHappenedIsReadBackAsSuch() {
    var order = bench.order("delete-pod", "prod/shop", Map.of("pod", web()));
    bench.run(order);

    assertThat(bench.executor().readBack(order, Value.EMPTY)).isInstanceOf(Readback.Happened.class);
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void theLastLinesAreReadOfTheContainerThatIsMeant(Catalog catalog) {
    bench.close();
    bench = new Bench(Bench.text("pods.yaml"), catalog);
    var pod = web();
    var two = bench.run("get-pod-logs", "prod/shop", Map.of("pod", pod, "tail_lines", 2));
    var side = bench.run("get-pod-logs", "prod/shop", Map.of("pod", pod, "container", "side"));

    var output = (Value.Fields) ((RunRecord.Succeeded) two).output();
    assertThat(output.text("log")).contains("two\nthree\n");
    assertThat(output.text("container")).contains("web");
    assertThat(output.get("truncated")).contains(Value.of(false));
    assertThat(((Value.Fields) ((RunRecord.Succeeded) side).output()).text("container"))
        .contains("side");
  }

  @Test
  void ofALogThatIsTooLongTheEndIsAnswered() {
    bench.close();
    bench =
        new Bench(
            Bench.text("pods.yaml").replace("one\\ntwo", "x".repeat(300_000) + "\\ntwo"), STARTER);

    var run = run("get-pod-logs", web());

    var output = (Value.Fields) ((RunRecord.Succeeded) run).output();
    assertThat(output.text("log")).contains("two\nthree\n");
    assertThat(output.get("truncated")).contains(Value.of(true));
  }

  @Test
  void aContainerThatIsNotThereIsNamedWithThoseThatAre() {
    var params = Map.<String, Object>of("pod", web(), "container", "wep");
    var run = bench.run("get-pod-logs", "prod/shop", params);
    var outcome = bench.executor().rehearse(bench.order("get-pod-logs", "prod/shop", params));

    assertThat(((RunRecord.Failed) run).error())
        .contains("it has no container `wep`; there is `web`, `side`");
    assertThat(outcome).isInstanceOf(Rehearsal.Outcome.NotPossible.class);
  }

  @Test
  void namesThatAreNoneAreRefusedBeforeAnythingIsAsked() {
    var run = bench.run("get-pod-logs", "prod/shop", Map.of("pod", "batch"));
    assertThat(((RunRecord.Skipped) run).why()).contains("pod shop-prod/batch does not exist");
    assertThat(Grammar.SUBDOMAIN.objection("pod", "../secrets/x")).isPresent();
  }
}
