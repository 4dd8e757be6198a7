package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.time.InstantSource;
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
final class NamespaceTest {
  private final Map<Shelf, Bench> benches =
      Map.of(Shelf.STARTER, Shelf.STARTER.bench(), Shelf.REFERENCE, Shelf.REFERENCE.bench());

  @AfterAll
  void close() {
    benches.values().forEach(Bench::close);
  }

  private Bench bench(Shelf shelf) {
    return Objects.requireNonNull(benches.get(shelf));
  }

  private static Namespace namespace(Bench bench, String name) {
    return bench.object("/api/v1/namespaces/" + name, Namespace.class);
  }

  private static void isGone(Bench bench, String name) {
    assertThatThrownBy(() -> namespace(bench, name)).hasMessageContaining(name);
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void aNamespaceIsMadeAndUnmade(Shelf shelf) {
    var bench = bench(shelf);
    var order = bench.order("create-namespace", "prod/new", Map.of());
    var there = Round.done(bench, order);

    var marks = namespace(bench, "new").getMetadata().getAnnotations();
    assertThat(marks).containsEntry("agent-safe.dev/audit-id", "evt-0123456789ab");
    assertThat(bench.progress).contains("Making namespace `new`");
    var undo = Round.plan(bench, order, there);
    assertThat(undo.action().value()).isEqualTo("delete-namespace");
    Round.done(bench, bench.order("delete-namespace", "prod/new", undo.params()));
    isGone(bench, "new");
  }

  @Test
  void theStateTellsWhetherThereIsOneAndIsAsBeforeAfterwards() {
    var round = Round.of(bench(Shelf.STARTER), "create-namespace", "prod/second", Map.of());

    assertThat(round.there().account().before().values()).containsEntry("exists", Value.of(false));
    assertThat(round.there().account().after().values()).containsEntry("exists", Value.of(true));
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void oneThatIsThereIsNotMadeAgain(Shelf shelf) {
    var bench = bench(shelf);
    var run = bench.run("create-namespace", "prod/shop", Map.of());

    assertThat(((RunRecord.Skipped) run).why())
        .isEqualTo("Precheck `namespace-not-exists` failed: namespace shop exists already");
    assertThat(namespace(bench, "shop").getMetadata().getAnnotations()).isNullOrEmpty();
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void oneIsDeletedWithWhatIsInItAndWhatIsLostIsSaidBefore(Shelf shelf) {
    var bench = bench(shelf);
    var rehearsal = bench.rehearse("delete-namespace", "prod/old", Map.of());
    assertThat(namespace(bench, "old").getMetadata().getDeletionTimestamp()).isNull();

    assertThat(rehearsal.affected()).contains("namespace old", "1 configmap (left-over)");
    assertThat(rehearsal.notes()).anyMatch(note -> note.contains("cannot be undone"));
    assertThat(rehearsal.prechecks())
        .anySatisfy(check -> {
          assertThat(check.name()).isEqualTo("resource-inventory");
          assertThat(check.passed()).isFalse();
          assertThat(check.advisory()).isTrue();
          assertThat(check.message()).contains("1 configmap (left-over)");
        });
    Round.done(bench, bench.order("delete-namespace", "prod/old", Map.of()));
    isGone(bench, "old");
    assertThat(bench.progress)
        .anyMatch(line -> line.contains("it is gone with all that was in it"));
  }

  @Test
  void oneThatSomebodyElseDeletesRightBeforeIsSaidNotToBeGoneYet() {
    var kept =
        Bench.text("objects.yaml")
            .replace("{name: left-over,", "{name: left-over, finalizers: [example.com/kept],");
    try (var bench = new Bench(Shelf.STARTER.catalog(), kept, "objects-inventory.yaml")) {
      bench.deadline = Duration.ofMillis(500);
      var theirs = bench.order("delete-namespace", "prod/old", Map.of());
      bench.deadline = Duration.ofSeconds(2);
      var ours = bench.order("delete-namespace", "prod/old", Map.of());
      var run =
          new Runner(List.of(bench.executor()), InstantSource.system(), bench.credentials)
              .run(
                  ours,
                  "nonce",
                  new Runner.Watch(
                      bench.progress::add,
                      () -> {
                        bench.run(theirs);
                        return Optional.empty();
                      }));

      assertThat(run)
          .isInstanceOfSatisfying(
              RunRecord.Failed.class,
              failed ->
                  assertThat(failed.error())
                      .startsWith("It is being deleted already, but ")
                      .endsWith(". Nothing was sent, and it is not gone yet."));
    }
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void theClustersOwnAreNeverTouched(Shelf shelf) {
    var bench = bench(shelf);
    for (var action : new String[] {"create-namespace", "delete-namespace"}) {
      var run = bench.run(action, "prod/system", Map.of());
      var order = bench.order(action, "prod/system", Map.of());

      assertThat(((RunRecord.Skipped) run).why()).contains("`kube-system` is one of the cluster's");
      assertThat(bench.executor().rehearse(order))
          .isInstanceOf(Rehearsal.Outcome.NotPossible.class);
    }
    assertThat(namespace(bench, "kube-system").getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void aTargetThatIsNotBoundToOneIsNoLeaveToDeleteAny() {
    var bench = bench(Shelf.STARTER);
    var run = bench.run("delete-namespace", "prod/nowhere", Map.of("namespace", "shop"));

    assertThat(((RunRecord.Skipped) run).why()).contains("`prod/nowhere` is bound to no namespace");
    assertThat(namespace(bench, "shop").getMetadata().getDeletionTimestamp()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void oneThatIsNotThereIsNotDeleted(Shelf shelf) {
    var run = bench(shelf).run("delete-namespace", "prod/new", Map.of());

    assertThat(((RunRecord.Skipped) run).why())
        .isEqualTo("Precheck `namespace-exists` failed: namespace new does not exist");
  }
}
