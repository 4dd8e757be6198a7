package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesExecutorTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop-prod/deployments/web";
  private static final String CONFIG = "/api/v1/namespaces/shop-prod/configmaps/shop-config";

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private Deployment web() {
    return bench.object(WEB, Deployment.class);
  }

  private static RunRecord.Succeeded succeeded(RunRecord run) {
    assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
    return (RunRecord.Succeeded) run;
  }

  private static Value number(long value) {
    return Value.of(value);
  }

  @Test
  void scalesUntilAllPodsAreAvailableAndBack() {
    var run = succeeded(bench.run("scale-deployment", "prod/web", Map.of("replicas", 5)));

    assertThat(run.account().before().values())
        .containsEntry("replicas", number(3))
        .containsEntry("available_replicas", number(3))
        .containsEntry("ready_replicas", number(3));
    assertThat(run.account().after().values())
        .containsEntry("replicas", number(5))
        .containsEntry("available_replicas", number(5));
    assertThat(web().getSpec().getReplicas()).isEqualTo(5);
    assertThat(web().getMetadata().getAnnotations())
        .containsEntry("agent-safe.dev/audit-id", "evt-0123456789ab");
    assertThat(bench.progress).anyMatch(line -> line.contains("Scaling from 3 to 5"));
    assertThat(bench.progress).anyMatch(line -> line.contains("5 of 5 pods available"));

    var back = succeeded(bench.run("scale-deployment", "prod/web", Map.of("replicas", 3)));
    assertThat(back.account().after()).isEqualTo(run.account().before());
  }

  @Test
  void restartReplacesThePods() {
    var run = succeeded(bench.run("restart-deployment", "prod/web", Map.of()));

    assertThat(run.account().before().values()).containsEntry("generation", number(1));
    assertThat(run.account().after().values())
        .containsEntry("generation", number(2))
        .containsEntry("observed_generation", number(2));
    assertThat(web().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsKey("kubectl.kubernetes.io/restartedAt");
    assertThat(web().getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void imageChangesInOneContainerAndBack() {
    var run =
        succeeded(
            bench.run(
                "update-image",
                "prod/web",
                Map.of("container", "web", "image", "registry.example/web:1.5.0")));

    assertThat(run.account().before().values())
        .containsEntry("image", Value.of("registry.example/web:1.4.1"))
        .containsEntry("current_image", Value.of("registry.example/web:1.4.1"));
    var containers = web().getSpec().getTemplate().getSpec().getContainers();
    assertThat(containers.get(0).getImage()).isEqualTo("registry.example/proxy:2.0");
    assertThat(containers.get(1).getImage()).isEqualTo("registry.example/web:1.5.0");
    assertThat(containers.get(1).getEnvFrom()).hasSize(1);

    var before = run.account().before().text("image").orElseThrow();
    succeeded(bench.run("update-image", "prod/web", Map.of("container", "web", "image", before)));
    assertThat(web().getSpec().getTemplate().getSpec().getContainers().get(1).getImage())
        .isEqualTo("registry.example/web:1.4.1");
  }

  @Test
  void configMapKeyIsSetAndSetBack() {
    var run =
        succeeded(
            bench.run(
                "update-configmap",
                "prod/shop-config",
                Map.of("key", "banner", "value", "Winter sale")));

    assertThat(run.account().before().text("previous_value")).contains("Autumn sale");
    assertThat(bench.object(CONFIG, ConfigMap.class).getData())
        .containsEntry("banner", "Winter sale")
        .containsEntry("currency", "EUR");

    var back =
        succeeded(
            bench.run(
                "update-configmap",
                "prod/shop-config",
                Map.of("key", "banner", "value", "Autumn sale")));
    assertThat(back.account().after().get("data")).isEqualTo(run.account().before().get("data"));
  }

  @Test
  void aNewKeyIsAdded() {
    succeeded(
        bench.run(
            "update-configmap", "prod/shop-config", Map.of("key", "a_new.key", "value", "1")));

    assertThat(bench.object(CONFIG, ConfigMap.class).getData())
        .containsEntry("a_new.key", "1")
        .hasSize(3);
  }

  @Test
  void nodeIsCordonedAndUncordoned() {
    var run = succeeded(bench.run("cordon-node", "prod/node-1", Map.of()));

    assertThat(run.account().before().values()).containsEntry("schedulable", Value.of(true));
    assertThat(run.account().after().values()).containsEntry("schedulable", Value.of(false));
    assertThat(bench.object("/api/v1/nodes/node-1", Node.class).getSpec().getUnschedulable())
        .isTrue();

    var back = succeeded(bench.run("uncordon-node", "prod/node-1", Map.of()));
    assertThat(back.account().after()).isEqualTo(run.account().before());
  }

  @Test
  void readingActionsAnswerWhatIsThereAndChangeNothing() {
    var version = web().getMetadata().getGeneration();
    var status = succeeded(bench.run("rollout-status", "prod/web", Map.of()));
    var config = succeeded(bench.run("get-configmap", "prod/shop-config", Map.of()));

    assertThat(((Value.Fields) status.output()).values())
        .containsEntry("complete", Value.of(true))
        .containsEntry("replicas", number(3));
    var data = ((Value.Fields) config.output()).get("data").orElseThrow();
    assertThat(((Value.Fields) data).text("banner")).contains("Autumn sale");
    assertThat(web().getMetadata().getGeneration()).isEqualTo(version);
    assertThat(web().getMetadata().getAnnotations()).doesNotContainKey("agent-safe.dev/audit-id");
  }

  @Test
  void whatIsAlreadySoIsNotWritten() {
    succeeded(bench.run("scale-deployment", "prod/web", Map.of("replicas", 3)));

    assertThat(web().getMetadata().getAnnotations()).doesNotContainKey("agent-safe.dev/audit-id");
    assertThat(bench.progress).contains("It already has 3 pods.");
  }

  /** As a roll-out that somebody else began, and that hangs. */
  @Test
  void whatIsAlreadySoAndDoesNotHoldIsAFailureBecauseNothingWasSent() {
    bench.deadline = Duration.ofMillis(500);
    var hangs = Map.<String, Object>of("container", "web", "image", "example.org/web:missing");
    assertThat(bench.run("update-image", "prod/web", hangs)).isInstanceOf(RunRecord.Unknown.class);
    var left = web().getMetadata();

    var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 3));

    assertThat(run)
        .isInstanceOfSatisfying(
            RunRecord.Failed.class,
            failed ->
                assertThat(failed.error())
                    .startsWith("It already has 3 pods, but it did not hold before the deadline: ")
                    .endsWith(". Nothing was sent, and it does not hold.")
                    .doesNotContain("took the change"));
    assertThat(web().getMetadata().getGeneration()).isEqualTo(left.getGeneration());
  }

  @Test
  void rehearsalTellsStateAfterOwnersAndAutoscalerAndChangesNothing() {
    var rehearsal = bench.rehearse("scale-deployment", "prod/web", Map.of("replicas", 5));

    assertThat(rehearsal.now().values()).containsEntry("replicas", number(3));
    assertThat(rehearsal.after().values())
        .containsEntry("replicas", number(5))
        .containsEntry("available_replicas", number(5));
    assertThat(rehearsal.affected()).containsExactly("deployment shop-prod/web");
    assertThat(rehearsal.notes())
        .anyMatch(note -> note.startsWith("Argo CD owns it (`shop`)"))
        .anyMatch(note -> note.startsWith("Helm owns it (release `shop`)"))
        .anyMatch(note -> note.startsWith("Autoscaler `web` keeps it between 2 and 10 pods"));
    assertThat(rehearsal.prechecks())
        .extracting(PrecheckResult::name, PrecheckResult::passed, PrecheckResult::advisory)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("deployment-exists", true, false),
            org.assertj.core.groups.Tuple.tuple("hpa-check", false, true));
    assertThat(web().getSpec().getReplicas()).isEqualTo(3);
    assertThat(web().getMetadata().getAnnotations()).doesNotContainKey("agent-safe.dev/audit-id");
  }

  @Test
  void rehearsalsOfTheOthersTellStateAfterToo() {
    var image =
        bench.rehearse(
            "update-image",
            "prod/web",
            Map.of("container", "web", "image", "registry.example/web:2"));
    var config =
        bench.rehearse(
            "update-configmap", "prod/shop-config", Map.of("key", "banner", "value", "x"));
    var node = bench.rehearse("cordon-node", "prod/node-1", Map.of());
    var read = bench.rehearse("get-configmap", "prod/shop-config", Map.of());

    assertThat(image.after().text("image")).contains("registry.example/web:2");
    assertThat(config.affected())
        .containsExactly("configmap shop-prod/shop-config", "deployment web");
    assertThat(((Value.Fields) config.after().get("data").orElseThrow()).text("banner"))
        .contains("x");
    assertThat(node.after().values()).containsEntry("schedulable", Value.of(false));
    assertThat(read.affected()).isEmpty();
    assertThat(read.after()).isEqualTo(read.now());
  }

  @Test
  void anAbsentObjectHasNoFieldsAndIsNotActedOn() {
    var run = bench.run("scale-deployment", "prod/gone", Map.of("replicas", 2));

    assertThat(run).isInstanceOf(RunRecord.Skipped.class);
    assertThat(run.account().before()).isEqualTo(Value.EMPTY);
    assertThat(((RunRecord.Skipped) run).why())
        .contains("deployment shop-prod/gone does not exist");
    assertThat(
            bench
                .executor()
                .rehearse(bench.order("scale-deployment", "prod/gone", Map.of("replicas", 2))))
        .isInstanceOf(Rehearsal.Outcome.NotPossible.class);
  }

  @Test
  void anUnknownContextIsNotReplacedByAnother() {
    var run = bench.run("scale-deployment", "elsewhere/web", Map.of("replicas", 2));

    assertThat(run).isInstanceOf(RunRecord.Failed.class);
    assertThat(((RunRecord.Failed) run).error()).contains("`elsewhere` is not known");
    assertThat(web().getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void anUnboundTargetIsNotReached() {
    var target =
        bench
            .order(
                "scale-deployment",
                "prod/unbound",
                Map.of("namespace", "shop-prod", "deployment", "web", "replicas", 2))
            .request()
            .target();

    assertThat(bench.executor().reaches(target)).isFalse();
  }

  @Test
  void configMapOfAnotherDeploymentIsOutOfReach() {
    var foreign = Map.<String, Object>of("configmap", "other-config", "key", "level", "value", "x");
    var own = Map.<String, Object>of("configmap", "shop-config", "key", "banner", "value", "x");

    var refused = bench.run("update-configmap", "prod/web", foreign);

    assertThat(refused).isInstanceOf(RunRecord.Failed.class);
    assertThat(((RunRecord.Failed) refused).error()).contains("is not used by `prod/web`");
    succeeded(bench.run("update-configmap", "prod/web", own));
  }
}
