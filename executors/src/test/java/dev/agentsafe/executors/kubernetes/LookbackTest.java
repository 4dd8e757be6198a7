package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is found on the cluster of an order whose answer was lost, and who wrote since. */
class LookbackTest {
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop-prod/deployments/web";

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private Order order(int replicas) {
    return bench.order("scale-deployment", "prod/web", Map.of("replicas", replicas));
  }

  /** Runs it over a wire that spoils the write, then reads back. */
  private Readback after(Fault fault, boolean beforeIsKnown) {
    try (var wire = new BrokenWire(bench.sandbox.api(), fault)) {
      bench.through(wire.address());
      var order = order(5);
      var before = beforeIsKnown ? bench.executor().read(order) : Value.EMPTY;
      assertThat(bench.run(order)).isInstanceOf(RunRecord.Unknown.class);
      while (true) {
        var found = bench.executor().readBack(order, before);
        if (!(found instanceof Readback.Partly)) {
          return found;
        }
      }
    }
  }

  private void patch(String json) {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(bench.sandbox.api().resolve(DEPLOYMENT))
                  .header("Content-Type", "application/merge-patch+json")
                  .method("PATCH", HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void whatLandedIsFoundByItsMarkOnceItHolds() {
    assertThat(after(new Fault.DropAfter(), true))
        .isInstanceOfSatisfying(
            Readback.Happened.class,
            found -> assertThat(found.words()).contains("bears this decision's mark"));
  }

  @Test
  void whatDidNotLandIsAbsentWhereTheStateIsAsBefore() {
    assertThat(after(new Fault.DropBefore(), true)).isInstanceOf(Readback.Absent.class);
  }

  @Test
  void withoutTheStateBeforeNothingIsSaid() {
    assertThat(after(new Fault.DropBefore(), false)).isInstanceOf(Readback.Open.class);
  }

  @Test
  void whereSomebodyElseWroteMeanwhileNothingIsSaid() {
    var other = new Fault.Meanwhile(() -> patch("{\"spec\": {\"replicas\": 9}}"));
    try (var wire = new BrokenWire(bench.sandbox.api(), other)) {
      bench.through(wire.address());
      var before = bench.executor().read(order(5));
      bench.run(order(5));
      assertThat(bench.executor().readBack(order(5), before)).isInstanceOf(Readback.Open.class);
    }
  }

  @Test
  void whoWroteItIsWhatTheManagedFieldsTell() {
    patch(
        """
        {"metadata": {"managedFields": [
          {"manager": "kubectl-edit", "operation": "Update", "time": "2026-02-01T10:00:00Z",
           "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
          {"manager": "argocd", "operation": "Apply", "time": "2026-02-01T11:00:00Z",
           "fieldsType": "FieldsV1",
           "fieldsV1": {"f:metadata": {"f:labels": {".": {}, "f:tier": {}}}}}]}}
        """);
    var writers = bench.executor().writers(order(5));
    assertThat(writers).extracting(w -> w.name()).containsSubsequence("argocd", "kubectl-edit");
    assertThat(writers)
        .filteredOn(w -> w.name().equals("kubectl-edit"))
        .singleElement()
        .satisfies(w -> {
          assertThat(w.at()).isEqualTo(Optional.of(Instant.parse("2026-02-01T10:00:00Z")));
          assertThat(w.parts()).isEqualTo(List.of("spec.replicas"));
        });
  }
}
