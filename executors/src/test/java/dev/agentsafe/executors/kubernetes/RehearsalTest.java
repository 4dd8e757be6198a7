package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.rehearsal.RehearsalExecutor;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop-prod/deployments/web";

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private RehearsalExecutor executor() {
    return new RehearsalExecutor(
        List.of(bench.executor()), Set.of(new ActionName("scale-deployment")));
  }

  private RunRecord run(String target, Map<String, Object> params) {
    return new Runner(List.of(executor()), InstantSource.system())
        .run(
            bench.order("scale-deployment", target, params),
            "nonce",
            new Runner.Watch(line -> {}, Optional::empty));
  }

  @Test
  void whatIsBoundIsRehearsedLiveAndLeftAlone() {
    var outcome =
        executor().rehearse(bench.order("scale-deployment", "prod/web", Map.of("replicas", 5)));
    var run = run("prod/web", Map.of("replicas", 5));

    var rehearsal = ((Rehearsal.Outcome.Done) outcome).rehearsal();
    assertThat(rehearsal.now().get("replicas")).contains(Value.of(3));
    assertThat(rehearsal.after().get("replicas")).contains(Value.of(5));
    assertThat(((RunRecord.Failed) run).error()).contains("nothing was executed");
    assertThat(bench.object(WEB, Deployment.class).getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void whatIsUnboundIsToldFromTheRequestAlone() {
    var params =
        Map.<String, Object>of("namespace", "shop-prod", "deployment", "web", "replicas", 5);
    var outcome = executor().rehearse(bench.order("scale-deployment", "prod/unbound", params));
    var run = run("prod/unbound", params);

    var rehearsal = ((Rehearsal.Outcome.Done) outcome).rehearsal();
    assertThat(rehearsal.now()).isEqualTo(Value.EMPTY);
    assertThat(rehearsal.after()).isEqualTo(Value.EMPTY.with("replicas", Value.of(5)));
    assertThat(rehearsal.notes()).singleElement().asString().contains("was not read");
    assertThat(run).isInstanceOf(RunRecord.Failed.class);
    assertThat(bench.object(WEB, Deployment.class).getSpec().getReplicas()).isEqualTo(3);
  }
}
