package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.wire.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an execution tells its caller alone: once, to nobody else, and into no record. */
final class SecretsAtTheGatewayTest {
  @TempDir private Path folder = Path.of("");

  private static String execution(ServedWorld world, String token) {
    var decision = world.post("/v1/check", token, ServedWorld.scale("dev/web", 4));
    var ticket = decision.fields("ticket").text("token").orElseThrow();
    var begun = world.post("/v1/executions", token, "{\"ticket\":\"" + ticket + "\"}");
    var path = "/v1/executions/" + begun.text("run_id");
    assertThat(world.get(path + "?wait=20", token).text("status")).isEqualTo("succeeded");
    return path;
  }

  @Test
  void theCallerIsToldOnceAndNothingThatIsKeptHoldsIt() throws Exception {
    try (var world = new ServedWorld(folder.resolve("ws"))) {
      var token = world.token("reader", "deployer");
      var path = execution(world, token);
      var stranger = world.post(path + "/secrets", world.token("stranger", "deployer"), "{}");
      var shown = JsonText.compact(world.get(path, token).body());
      var told = world.post(path + "/secrets", token, "{}");
      var again = world.post(path + "/secrets", token, "{}");

      assertThat(stranger.status()).isEqualTo(404);
      assertThat(told.fields("secrets").text("key")).contains(FakeCluster.CONFIDED);
      assertThat(told.response().headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.errorCode()).isEqualTo("nothing_to_tell");
      assertThat(shown + again.errorMessage()).doesNotContain(FakeCluster.CONFIDED);
      assertThat(world.governor.runs().toString()).doesNotContain(FakeCluster.CONFIDED);
    }
    try (var files = Files.walk(folder)) {
      var holding =
          files.filter(Files::isRegularFile).filter(SecretsAtTheGatewayTest::holds).toList();
      assertThat(holding).isEmpty();
    }
  }

  private static boolean holds(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains(FakeCluster.CONFIDED);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anAgentThatPeopleHaveStoppedIsToldNothing() {
    try (var world = new ServedWorld(folder.resolve("ws"))) {
      var token = world.token("reader", "deployer");
      var path = execution(world, token);
      world.governor.holds().freeze(world.operator.operator(), "look first");
      assertThat(world.post(path + "/secrets", token, "{}").status()).isEqualTo(409);
      world.governor.holds().unfreeze(world.operator.operator(), "looked");

      assertThat(world.post(path + "/secrets", token, "{}").status()).isEqualTo(200);
    }
  }
}
