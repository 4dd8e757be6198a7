package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AutoscalerTest {
  private static final String WEB =
      "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web";

  private final Map<Shelf, Bench> benches =
      Map.of(Shelf.STARTER, Shelf.STARTER.bench(), Shelf.REFERENCE, Shelf.REFERENCE.bench());

  @AfterAll
  void close() {
    benches.values().forEach(Bench::close);
  }

  private Bench bench(Shelf shelf) {
    return Objects.requireNonNull(benches.get(shelf));
  }

  private static HorizontalPodAutoscaler web(Bench bench) {
    return bench.object(WEB, HorizontalPodAutoscaler.class);
  }

  private static Map<String, Object> bounds(int least, int most) {
    return Map.of("min_replicas", least, "max_replicas", most);
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void boundsAreSetAndSetBack(Shelf shelf) {
    var bench = bench(shelf);
    bench.progress.clear();
    var round = Round.of(bench, "scale-hpa", "prod/web-hpa", bounds(3, 6));

    assertThat(round.there().account().after().values())
        .containsEntry("min_replicas", Value.of(3))
        .containsEntry("max_replicas", Value.of(6));
    assertThat(bench.progress).contains("Setting the bounds from 2 and 10 to 3 and 6");
    assertThat(bench.progress)
        .as("the owner is named on the way there and on the way back")
        .filteredOn(line -> line.startsWith("Argo CD owns it (`shop`)"))
        .hasSize(2);
    assertThat(web(bench).getSpec().getMinReplicas()).isEqualTo(2);
    assertThat(web(bench).getSpec().getMaxReplicas()).isEqualTo(10);
    assertThat(web(bench).getSpec().getMetrics()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void theLoadIsSetAndSetBackAndOtherMetricsStay(Shelf shelf) {
    var bench = bench(shelf);
    var round =
        Round.of(bench, "update-hpa-limits", "prod/web-hpa", Map.of("target_cpu_percent", 55));

    assertThat(round.there().account().before().values())
        .containsEntry("target_cpu_percent", Value.of(70))
        .containsEntry("target_memory_percent", Value.NULL);
    assertThat(round.there().account().after().values())
        .containsEntry("target_cpu_percent", Value.of(55));
    var metrics = web(bench).getSpec().getMetrics();
    assertThat(metrics.get(0).getPods().getMetric().getName()).isEqualTo("requests");
    assertThat(metrics.get(1).getResource().getTarget().getAverageUtilization()).isEqualTo(70);
  }

  @Test
  void aMetricThatItDoesNotHaveIsNotAdded() {
    var bench = bench(Shelf.STARTER);
    var run =
        bench.run(
            "update-hpa-limits",
            "prod/web-hpa",
            Map.of("target_cpu_percent", 50, "target_memory_percent", 80));

    assertThat(((RunRecord.Failed) run).error()).contains("does not look at `memory` in percent");
    assertThat(Autoscalers.percent(web(bench), "cpu")).contains(70);
  }

  @Test
  void noLoadAtAllIsRefused() {
    var run = bench(Shelf.STARTER).run("update-hpa-limits", "prod/web-hpa", Map.of());

    assertThat(((RunRecord.Skipped) run).why())
        .contains("Parameter `target_cpu_percent` or `target_memory_percent` is needed");
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void aLowerBoundAboveTheUpperBlocks(Shelf shelf) {
    var bench = bench(shelf);
    var before = web(bench).getMetadata().getResourceVersion();
    var run = bench.run("scale-hpa", "prod/web-hpa", bounds(7, 6));

    assertThat(((RunRecord.Skipped) run).why())
        .contains("Parameter `min_replicas`: 7 is above `max_replicas`, 6");
    assertThat(web(bench).getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void anAutoscalerThatIsNotThereBlocks(Shelf shelf) {
    var run = bench(shelf).run("scale-hpa", "prod/gone-hpa", bounds(1, 2));

    assertThat(((RunRecord.Skipped) run).why())
        .isEqualTo("Precheck `hpa-exists` failed: hpa shop/gone does not exist");
  }

  @Test
  void rehearsalTellsTheBoundsTheOwnerAndLeavesItAlone() {
    var bench = bench(Shelf.STARTER);
    var rehearsal = bench.rehearse("scale-hpa", "prod/web-hpa", bounds(3, 6));

    assertThat(rehearsal.now().values()).containsEntry("min_replicas", Value.of(2));
    assertThat(rehearsal.after().values()).containsEntry("min_replicas", Value.of(3));
    assertThat(rehearsal.affected()).containsExactly("hpa shop/web");
    assertThat(rehearsal.notes()).anyMatch(note -> note.startsWith("Argo CD owns it (`shop`)"));
    assertThat(rehearsal.prechecks()).allMatch(check -> check.passed());
    assertThat(web(bench).getSpec().getMinReplicas()).isEqualTo(2);
  }

  @Test
  void theAutoscalerOfADeploymentIsReachedThroughItAndNoOther() {
    var bench = bench(Shelf.STARTER);
    var params = Map.<String, Object>of("hpa", "web", "min_replicas", 2, "max_replicas", 9);
    var own = bench.executor().rehearse(bench.order("scale-hpa", "prod/web", params));
    var foreign = bench.executor().rehearse(bench.order("scale-hpa", "prod/fresh", params));

    assertThat(own).isInstanceOf(Rehearsal.Outcome.Done.class);
    assertThat(((Rehearsal.Outcome.NotPossible) foreign).why())
        .contains("hpa shop/web is not used by `prod/fresh`, deployment `fresh`");
  }

  /** Nothing around. */
  private static final class Emptiness implements Surroundings {
    @Override
    public <T extends HasMetadata> Optional<T> find(Place place, Class<T> type) {
      return Optional.empty();
    }

    @Override
    public <T extends HasMetadata> List<T> all(Class<T> type, String namespace) {
      return List.of();
    }

    @Override
    public <T extends HasMetadata> Optional<List<T>> allIfKnown(Class<T> type, String namespace) {
      return Optional.empty();
    }
  }

  /** The cluster scales only after it has taken the bounds. */
  @Test
  void boundsHoldOnlyOnceTheNumberOfPodsIsBetweenThem() {
    var params = new Value.Fields(Map.of("min_replicas", Value.of(1), "max_replicas", Value.of(4)));
    var place = new Place("demo", Kind.AUTOSCALER, "shop", "web");
    var bench = bench(Shelf.STARTER);
    var asked = new Asked(place, params, Instant.EPOCH, new Emptiness());
    var live =
        new HorizontalPodAutoscalerBuilder(web(bench))
            .editSpec()
            .withMinReplicas(1)
            .withMaxReplicas(4)
            .endSpec()
            .withNewStatus()
            .withDesiredReplicas(7)
            .endStatus()
            .build();
    var scale = new ScaleAutoscaler();

    assertThat(scale.standing(live, live, asked))
        .isEqualTo(new Standing.Moving("it still keeps 7 pods"));
    assertThat(scale.notes(Optional.of(live), asked))
        .containsExactly("It keeps 7 pods now; it would go to 4 at once.");
    live.getStatus().setDesiredReplicas(4);
    assertThat(scale.standing(live, live, asked)).isInstanceOf(Standing.Holds.class);
  }
}
