package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import io.fabric8.kubernetes.api.model.Namespace;
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
    send(bench, "PATCH", DEPLOYMENT, "application/merge-patch+json", json);
  }

  static void send(Bench bench, String method, String path, String type, String json) {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(bench.sandbox.api().resolve(path))
                  .header("Content-Type", type)
                  .method(method, HttpRequest.BodyPublishers.ofString(json))
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

  /** What stands there under the name of what was deleted is not what was to go. */
  @Test
  void whatWasDeletedAndMadeAnewIsNotTakenForWhatWasThere() {
    try (var objects = Shelf.STARTER.bench()) {
      var order = objects.order("delete-namespace", "prod/old", Map.of());
      var path = "/api/v1/namespaces/old";
      var before = objects.executor().read(order);
      assertThat(objects.executor().readBack(order, before)).isInstanceOf(Readback.Absent.class);
      assertThat(objects.run(order)).isInstanceOf(RunRecord.Succeeded.class);

      send(
          objects,
          "POST",
          "/api/v1/namespaces",
          "application/json",
          "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"old\"}}");

      assertThat(objects.object(path, Namespace.class).getMetadata().getUid())
          .isNotEqualTo(before.text("uid").orElseThrow());
      assertThat(objects.executor().readBack(order, before))
          .isInstanceOfSatisfying(
              Readback.Happened.class,
              found -> assertThat(found.words()).contains("another of its name has been made"));
      assertThat(objects.executor().readBack(order, Value.EMPTY.with("exists", Value.of(true))))
          .as("what an older console recorded")
          .isInstanceOf(Readback.Open.class);
    }
  }

  /** A pod of a stateful set comes back under its name, of an action that declares no state. */
  @Test
  void aPodThatCameBackUnderItsNameIsNotTakenForTheOneThatWasDeleted() {
    var pod =
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "db-0", "namespace": "shop-prod", "ownerReferences": [
           {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db", "uid": "u-2",
            "controller": true}]},
         "spec": {"nodeName": "node-1", "containers": [{"name": "db", "image": "r.example/db:1"}]},
         "status": {"phase": "Running"}}
        """;
    try (var pods = new Bench(Bench.text("pods.yaml"), Shelf.STARTER.catalog())) {
      send(pods, "POST", "/api/v1/namespaces/shop-prod/pods", "application/json", pod);
      var order = pods.order("delete-pod", "prod/shop", Map.of("pod", "db-0"));
      var before = pods.executor().read(order);
      assertThat(before.values()).containsOnlyKeys("uid");
      assertThat(pods.executor().readBack(order, before)).isInstanceOf(Readback.Absent.class);
      assertThat(pods.run(order)).isInstanceOf(RunRecord.Succeeded.class);

      send(pods, "POST", "/api/v1/namespaces/shop-prod/pods", "application/json", pod);

      assertThat(pods.executor().readBack(order, before))
          .isInstanceOfSatisfying(
              Readback.Happened.class,
              found -> assertThat(found.words()).contains("another of its name has been made"));
      assertThat(pods.executor().readBack(order, Value.EMPTY)).isInstanceOf(Readback.Open.class);
    }
  }

  /** The mark stays where somebody else writes over what it was left for. */
  @Test
  void whatSomebodyElseHasPutInItsPlaceIsNotTakenForWhatWasDone() {
    try (var objects = Shelf.STARTER.bench()) {
      var policy =
          objects.order(
              "apply-network-policy",
              "prod/shop",
              Map.of("policy_name", "web-in", "pod_selector", "app=api"));
      objects.run("update-image", "prod/web", Map.of("container", "web", "image", "r.example/w:2"));
      var undo = objects.order("rollout-undo", "prod/web", Map.of());
      for (var order : List.of(policy, undo)) {
        assertThat(objects.run(order)).isInstanceOf(RunRecord.Succeeded.class);
        assertThat(objects.executor().readBack(order, Value.EMPTY))
            .isInstanceOf(Readback.Happened.class);
      }

      send(
          objects,
          "PATCH",
          "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/web-in",
          "application/merge-patch+json",
          "{\"spec\": {\"policyTypes\": [\"Egress\"]}}");
      send(
          objects,
          "PATCH",
          "/apis/apps/v1/namespaces/shop/deployments/web",
          "application/merge-patch+json",
          "{\"spec\": {\"template\": {\"spec\": {\"priorityClassName\": \"other\"}}}}");

      for (var order : List.of(policy, undo)) {
        assertThat(objects.executor().readBack(order, Value.EMPTY))
            .isInstanceOfSatisfying(
                Readback.Partly.class,
                found -> assertThat(found.words()).contains("somebody else has put something"));
      }
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
