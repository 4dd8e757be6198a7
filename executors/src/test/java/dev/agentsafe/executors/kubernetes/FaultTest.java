package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop-prod/deployments/web";

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  /** An action that writes, on what, and where the mark of its write is then found. */
  record Writing(
      String action,
      String target,
      Map<String, Object> params,
      String path,
      Class<? extends HasMetadata> type) {
    @Override
    public String toString() {
      return action;
    }
  }

  static Stream<Writing> writing() {
    var config = "/api/v1/namespaces/shop-prod/configmaps/shop-config";
    return Stream.of(
        new Writing(
            "scale-deployment", "prod/web", Map.of("replicas", 5), DEPLOYMENT, Deployment.class),
        new Writing("restart-deployment", "prod/web", Map.of(), DEPLOYMENT, Deployment.class),
        new Writing(
            "update-image",
            "prod/web",
            Map.of("container", "web", "image", "registry.example/web:2"),
            DEPLOYMENT,
            Deployment.class),
        new Writing(
            "update-configmap",
            "prod/shop-config",
            Map.of("key", "banner", "value", "x"),
            config,
            ConfigMap.class),
        new Writing("cordon-node", "prod/node-1", Map.of(), "/api/v1/nodes/node-1", Node.class),
        new Writing("uncordon-node", "prod/node-2", Map.of(), "/api/v1/nodes/node-2", Node.class));
  }

  private void run(Writing writing, Fault fault, BiConsumer<RunRecord, BrokenWire> look) {
    try (var wire = new BrokenWire(bench.sandbox.api(), fault)) {
      bench.through(wire.address());
      var run = bench.run(writing.action(), writing.target(), writing.params());
      look.accept(run, wire);
    }
  }

  private boolean marked(Writing writing) {
    return Optional.ofNullable(
            bench.object(writing.path(), writing.type()).getMetadata().getAnnotations())
        .map(all -> all.containsKey("agent-safe.dev/audit-id"))
        .orElse(false);
  }

  private void isUnknown(Writing writing, Fault fault, boolean done) {
    run(
        writing,
        fault,
        (run, wire) -> {
          assertThat(run).isInstanceOf(RunRecord.Unknown.class);
          var why = ((RunRecord.Unknown) run).why();
          assertThat(why).doesNotContain("Exception").doesNotContain("java.");
          assertThat(why)
              .contains(done ? "the change is there" : "does not bear this decision's mark");
          assertThat(wire.writes()).isEqualTo(1);
        });
    assertThat(marked(writing)).isEqualTo(done);
  }

  private void failed(Writing writing, Fault fault, String because) {
    run(
        writing,
        fault,
        (run, wire) -> {
          assertThat(run).isInstanceOf(RunRecord.Failed.class);
          assertThat(((RunRecord.Failed) run).error())
              .contains(because)
              .doesNotContain("Exception")
              .doesNotContain("PATCH");
        });
    assertThat(marked(writing)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("writing")
  void aConnectionThatEndsAfterTheEffectIsUnknownAndNotTriedAgain(Writing writing) {
    isUnknown(writing, new Fault.DropAfter(), true);
  }

  @ParameterizedTest
  @MethodSource("writing")
  void aConnectionThatEndsBeforeTheEffectIsUnknownAndNotTriedAgain(Writing writing) {
    isUnknown(writing, new Fault.DropBefore(), false);
  }

  @ParameterizedTest
  @MethodSource("writing")
  void anErrorOfTheServerIsUnknownAndNotTriedAgain(Writing writing) {
    isUnknown(writing, new Fault.Answer(500, "etcd is slow"), false);
  }

  @ParameterizedTest
  @MethodSource("writing")
  void aRefusalIsAFailureInTheApisOwnWords(Writing writing) {
    failed(writing, new Fault.Answer(403, "agent-safe may not patch this"), "may not patch this");
  }

  @ParameterizedTest
  @MethodSource("writing")
  void tooManyRequestsIsAFailureThatIsNotTriedAgain(Writing writing) {
    run(
        writing,
        new Fault.Answer(429, "slow down"),
        (run, wire) -> {
          assertThat(run).isInstanceOf(RunRecord.Failed.class);
          assertThat(wire.writes()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @MethodSource("writing")
  void anAnswerThatHangsIsUnknownAtTheDeadline(Writing writing) {
    bench.callTimeout = Duration.ofMillis(1_500);
    isUnknown(writing, new Fault.HangAfter(), true);
  }

  @Test
  void halfAnAnswerIsUnknown() {
    bench.callTimeout = Duration.ofMillis(1_500);
    isUnknown(writing().findFirst().orElseThrow(), new Fault.HalfAnAnswer(), true);
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
    var scale = writing().findFirst().orElseThrow();
    failed(
        scale,
        new Fault.Meanwhile(() -> merge("{\"spec\":{\"replicas\":7}}")),
        "changed meanwhile; nothing was done");
    assertThat(bench.object(DEPLOYMENT, Deployment.class).getSpec().getReplicas()).isEqualTo(7);
  }

  @Test
  void aNewerVersionThatDiffersInNothingThatMattersIsNoObstacle() {
    var scale = writing().findFirst().orElseThrow();
    var once = new java.util.concurrent.atomic.AtomicBoolean();
    var fault =
        new Fault.Meanwhile(() -> {
          if (once.compareAndSet(false, true)) {
            merge("{\"metadata\":{\"annotations\":{\"somebody\":\"else\"}}}");
          }
        });
    run(scale, fault, (run, wire) -> assertThat(run).isInstanceOf(RunRecord.Succeeded.class));
    var annotations = bench.object(DEPLOYMENT, Deployment.class).getMetadata().getAnnotations();
    assertThat(annotations).containsKeys("somebody", "agent-safe.dev/audit-id");
  }

  @Test
  void anApiThatTakesNoConnectionsIsAFailure() {
    bench.sandbox.close();
    var scale = writing().findFirst().orElseThrow();
    var run = bench.run(scale.action(), scale.target(), scale.params());

    assertThat(run).isInstanceOf(RunRecord.Failed.class);
    assertThat(((RunRecord.Failed) run).error())
        .contains("Cluster `demo` could not be read: it does not take connections");
  }

  private void merge(String patch) {
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(bench.sandbox.api().resolve(DEPLOYMENT))
              .header("Content-Type", "application/merge-patch+json")
              .method("PATCH", HttpRequest.BodyPublishers.ofString(patch))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
