package dev.agentsafe.app.demo;

import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Gives a workspace something to show: open questions, runs, denials. */
final class Filling {
  private final DemoWorld world;

  Filling(DemoWorld world) {
    this.world = world;
  }

  void fill() throws IOException, InterruptedException {
    try (var deployer = world.agent("deploy-bot", List.of("deployer"));
        var watcher = world.agent("watch-bot", List.of("observer"))) {
      run(deployer, "scale-deployment", "staging/web", Map.of("replicas", Value.of(4)));
      run(deployer, "scale-deployment", "staging/api", Map.of("replicas", Value.of(3)));
      run(watcher, "rollout-status", "prod/web", Map.of());
      deployer.check("delete-namespace", "prod/shop", Map.of());
      watcher.check("scale-deployment", "prod/web", Map.of("replicas", Value.of(0)));
      deployer.check("scale-deployment", "prod/wbe", Map.of("replicas", Value.of(2)));
      deployer.check("scale-deployment", "prod/web", Map.of("replicas", Value.of(6)));
      deployer.check("restart-deployment", "prod/api", Map.of());
      deployer.check("cordon-node", "prod/node-1", Map.of());
      deployer.plan(
          List.of(
              step("try", "scale-deployment", "staging/web", 5),
              step("widen", "scale-deployment", "prod/web", 7).with("depends_on", after("try")),
              step("follow", "scale-deployment", "prod/api", 6)
                  .with("depends_on", after("widen"))));
    }
  }

  private static Value.Fields step(String id, String action, String target, long replicas) {
    return Value.EMPTY
        .with("id", Value.of(id))
        .with("action", Value.of(action))
        .with("target", Value.of(target))
        .with("params", Value.EMPTY.with("replicas", Value.of(replicas)));
  }

  private static Value after(String id) {
    return Value.texts(List.of(id));
  }

  private static void run(DemoAgent agent, String action, String target, Map<String, Value> params)
      throws IOException, InterruptedException {
    var answer = agent.check(action, target, params);
    var begun = agent.redeem(answer.fields("ticket").text("token").orElse(""));
    agent.awaitRun(begun.text("run_id"));
  }
}
