package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Freeze and pause as operators give them on the command line and agents meet them over HTTP. */
final class HoldsTest {

  @Test
  void aFreezeOnTheCommandLineStopsTheAgentsOfTheGatewayThatRuns(@TempDir Path folder) {
    var workspace = folder.resolve("ws");
    try (var world = new ServedWorld(workspace)) {
      var token = world.token("deploy-bot", "deployer");
      var id = world.askForProd(token, 7);
      run("freeze", "--reason", "odd changes", "--config", workspace.toString());
      var denied = world.post("/v1/check", token, ServedWorld.scale("dev/web", 2));
      assertThat(denied.text("result")).isEqualTo("deny");
      assertThat(denied.text("reason")).startsWith("All agents are frozen").endsWith("odd changes");
      world.vote(id, true, "fine");
      var approved = world.get("/v1/approvals/" + id, token);
      assertThat(approved.text("status")).isEqualTo("approved");
      assertThat(approved.body().get("ticket")).contains(Value.NULL);
      assertThat(approved.text("held")).startsWith("All agents are frozen");
      assertThat(world.send(world.request("/metrics").GET()).response().body())
          .contains("agent_safe_agents_frozen 1\n");
      run("unfreeze", "--reason", "looked at it", "--config", workspace.toString());
      var claimed = world.get("/v1/approvals/" + id, token);
      assertThat(claimed.fields("ticket").text("token")).isPresent();
      assertThat(claimed.body().get("held")).contains(Value.NULL);
    }
  }

  @Test
  void aPauseStopsOneAgentAndItsChildren(@TempDir Path folder) {
    var workspace = folder.resolve("ws");
    try (var world = new ServedWorld(workspace)) {
      run("pause", "deploy-bot", "-r", "too eager", "--config", workspace.toString());
      var scale = ServedWorld.scale("dev/web", 2);
      assertThat(result(world, "deploy-bot", scale)).isEqualTo("deny");
      assertThat(result(world, "deploy-bot/canary", scale)).isEqualTo("deny");
      assertThat(result(world, "other-bot", scale)).isEqualTo("allow");
      var secret = world.operatorSecret();
      var agents = world.get("/v1/operator/agents", secret);
      assertThat(((Value.Items) agents.body().get("paused").orElseThrow()).values()).hasSize(1);
      run("agents", "--config", workspace.toString());
      run("resume", "deploy-bot", "-r", "calm again", "--config", workspace.toString());
      assertThat(result(world, "deploy-bot", scale)).isEqualTo("allow");
    }
  }

  private static String result(ServedWorld world, String agent, String ask) {
    return world.post("/v1/check", world.token(agent, "deployer"), ask).text("result");
  }

  private static void run(String... args) {
    ServedWorld.run(args);
  }
}
