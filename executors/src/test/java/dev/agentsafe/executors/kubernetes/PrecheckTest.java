package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.PrecheckResult;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrecheckTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private PrecheckResult check(
      String name, String action, String target, Map<String, Object> params) {
    return bench.executor().precheck(bench.order(action, target, params)).stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeploymentOfOnePodWarnsOfARestart() {
    var lone = check("minimum-replicas", "restart-deployment", "prod/lone", Map.of());
    var web = check("minimum-replicas", "restart-deployment", "prod/web", Map.of());

    assertThat(lone)
        .isEqualTo(
            new PrecheckResult(
                "minimum-replicas", false, "1 pod: it will be away while it restarts", true));
    assertThat(web.passed()).isTrue();
  }

  @Test
  void aContainerThatIsNotThereBlocksAndThoseThatAreAreNamed() {
    var run =
        bench.run(
            "update-image",
            "prod/web",
            Map.of("container", "wep", "image", "registry.example/web:2"));

    assertThat(run).isInstanceOf(RunRecord.Skipped.class);
    assertThat(((RunRecord.Skipped) run).why())
        .contains("no container `wep`; there is `proxy`, `web`");
  }

  @Test
  void anImageThatANodeHasIsKnownToBePullable() {
    var held =
        check(
            "image-pullable",
            "update-image",
            "prod/web",
            Map.of("container", "web", "image", "registry.example/web:1.4.1"));
    var other =
        check(
            "image-pullable",
            "update-image",
            "prod/web",
            Map.of("container", "web", "image", "registry.example/web:9"));

    assertThat(held.message()).isEqualTo("node `node-1` already has it");
    assertThat(other.passed()).isFalse();
    assertThat(other.advisory()).isTrue();
  }

  @Test
  void usersOfAConfigMapAreNamed() {
    var users =
        check(
            "dependent-pods",
            "update-configmap",
            "prod/shop-config",
            Map.of("key", "banner", "value", "x"));

    assertThat(users.passed()).isFalse();
    assertThat(users.advisory()).isTrue();
    assertThat(users.message()).startsWith("used by deployment web;");
  }

  @Test
  void capacityCountsOtherNodesThatTakePods() {
    assertThat(check("capacity-check", "cordon-node", "prod/node-1", Map.of()).message())
        .isEqualTo("1 other node takes new pods");

    bench.run("uncordon-node", "prod/node-2", Map.of());
    assertThat(check("capacity-check", "cordon-node", "prod/node-1", Map.of()).message())
        .isEqualTo("2 other nodes take new pods");
  }

  @Test
  void theLastNodeThatTakesPodsIsNotCordoned() {
    bench.run("cordon-node", "prod/node-3", Map.of());
    var run = bench.run("cordon-node", "prod/node-1", Map.of());

    assertThat(run).isInstanceOf(RunRecord.Skipped.class);
    assertThat(((RunRecord.Skipped) run).why())
        .contains("no other node is ready and takes new pods");
  }

  @Test
  void aNodeThatTakesPodsIsNotUncordoned() {
    var run = bench.run("uncordon-node", "prod/node-1", Map.of());

    assertThat(run).isInstanceOf(RunRecord.Skipped.class);
    assertThat(((RunRecord.Skipped) run).why()).contains("it already takes new pods");
  }

  @Test
  void aCheckThatNobodyKnowsWarns() {
    var check = check("phase-of-the-moon", "uncordon-node", "prod/node-2", Map.of());

    assertThat(check.passed()).isFalse();
    assertThat(check.advisory()).isTrue();
    assertThat(check.message()).contains("nothing was checked");
  }
}
