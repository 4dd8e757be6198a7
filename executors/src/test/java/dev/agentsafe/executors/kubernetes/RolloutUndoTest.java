package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RolloutUndoTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";

  private final Map<Shelf, Bench> benches =
      Map.of(Shelf.STARTER, Shelf.STARTER.bench(), Shelf.REFERENCE, Shelf.REFERENCE.bench());

  @AfterAll
  void close() {
    benches.values().forEach(Bench::close);
  }

  private Bench bench(Shelf shelf) {
    return Objects.requireNonNull(benches.get(shelf));
  }

  private static String image(Bench bench) {
    return bench
        .object(WEB, Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  private static void roll(Bench bench, String image) {
    Round.done(
        bench, bench.order("update-image", "prod/web", Map.of("container", "web", "image", image)));
  }

  /** The cluster numbers what comes back anew, so later revisions are told from the images. */
  @ParameterizedTest
  @EnumSource(Shelf.class)
  void thePreviousRevisionComesBackAndGoesAgain(Shelf shelf) {
    var bench = bench(shelf);
    roll(bench, "registry.example/web:2");
    roll(bench, "registry.example/web:3");
    var order = bench.order("rollout-undo", "prod/web", Map.of());
    var there = Round.done(bench, order);

    assertThat(image(bench)).isEqualTo("registry.example/web:2");
    assertThat(bench.progress)
        .anyMatch(line -> line.contains("Going back to revision"))
        .anyMatch(line -> line.contains("2 of 2 pods available"));
    if (shelf == Shelf.STARTER) {
      var undo = Round.plan(bench, order, there);
      var back = Round.done(bench, bench.order("rollout-undo", "prod/web", undo.params()));
      assertThat(image(bench)).isEqualTo("registry.example/web:3");
      assertThat(back.account().after().get("template_digest"))
          .isEqualTo(there.account().before().get("template_digest"));
      assertThat(back.account().after().get("images"))
          .isEqualTo(there.account().before().get("images"));
    }
  }

  @Test
  void aRevisionThatIsNamedComesBack() {
    var bench = bench(Shelf.STARTER);
    var first = image(bench);
    roll(bench, "registry.example/web:named");
    var revision = Revisions.number(bench.object(WEB, Deployment.class)).orElseThrow();
    roll(bench, first);
    Round.of(bench, "rollout-undo", "prod/web", Map.of("revision", Math.toIntExact(revision)));

    assertThat(image(bench)).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void aRevisionThatTheHistoryDoesNotHoldBlocks(Shelf shelf) {
    var bench = bench(shelf);
    var run = bench.run("rollout-undo", "prod/web", Map.of("revision", 4711));

    assertThat(((RunRecord.Skipped) run).why())
        .startsWith(
            "Precheck `revision-exists` failed: its history holds no revision 4711; it holds ");
  }

  @Test
  void aDeploymentWithoutAPastHasNothingToGoBackTo() {
    var run = bench(Shelf.STARTER).run("rollout-undo", "prod/fresh", Map.of());

    assertThat(((RunRecord.Skipped) run).why())
        .contains("its history holds no revision before today's; it holds 1");
  }

  @Test
  void rehearsalTellsTheImagesTheNextRevisionAndTheOwner() {
    var bench = bench(Shelf.STARTER);
    var before = image(bench);
    roll(bench, "registry.example/web:rehearsed");
    var rehearsal = bench.rehearse("rollout-undo", "prod/web", Map.of());

    var images = (Value.Fields) rehearsal.after().get("images").orElseThrow();
    assertThat(images.text("web")).contains(before);
    assertThat(rehearsal.now().get("revision")).isNotEqualTo(rehearsal.after().get("revision"));
    assertThat(rehearsal.notes())
        .anyMatch(note -> note.startsWith("Flux kustomization `shop` owns it"))
        .contains("All of its 2 pods are replaced.");
    assertThat(image(bench)).isEqualTo("registry.example/web:rehearsed");
  }
}
