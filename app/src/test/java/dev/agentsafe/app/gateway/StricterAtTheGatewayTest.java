package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where agent-safe 0.16 was unsafe, as an agent meets it; what 0.16 did is said before each test
 * and would fail it. The others are in {@code StricterOnPurposeTest} of the core.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class StricterAtTheGatewayTest {
  private ServedWorld world;

  @BeforeAll
  void serve(@TempDir Path temporary) {
    world = new ServedWorld(temporary.resolve("ws"));
  }

  @AfterAll
  void stop() {
    world.close();
  }

  private List<AuditEntry> refusals() {
    var found = new ArrayList<AuditEntry>();
    world.governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(EntryType.REFUSAL)) {
            found.add(entry);
          }
        });
    return found;
  }

  /** 0.16 took a bare name, or an expired token, for an identity although it had a key. */
  @Test
  void s6ABareNameOrAnExpiredTokenIsNoIdentity() throws IOException {
    var expired = world.token("late", Duration.ofSeconds(-5), "deployer");
    int before = refusals().size();
    for (var credential : List.of("deploy-bot", expired)) {
      var got = world.post("/v1/check", credential, ServedWorld.scale("dev/web", 2));
      assertThat(got.status()).isEqualTo(401);
      assertThat(got.body().get("result")).as("no decision is made").isEmpty();
    }
    assertThat(refusals()).hasSize(before + 2);
    assertThat(Files.readString(world.workspace.settings().paths().auditLog()))
        .as("a token is never written down")
        .doesNotContain(expired);
  }

  /** 0.16 decided on the target and acted on the parameters. */
  @Test
  void s5ARequestForOneObjectDoesNotReachAnother() {
    var got =
        world.post(
            "/v1/check",
            world.token("bound", "deployer"),
            "{\"action\":\"scale-deployment\",\"target\":\"dev/web\",\"params\":"
                + "{\"namespace\":\"shop-prod\",\"deployment\":\"web\",\"replicas\":0}}");
    assertThat(got.text("result")).isEqualTo("deny");
    assertThat(got.text("reason")).contains("'shop-prod' is not what target dev/web is bound to");
  }

  /** 0.16 took the time of a request, and the state before it, from the caller. */
  @Test
  void s9ACallerGivesNeitherTheTimeNorTheState() {
    var token = world.token("dreamer", "deployer");
    var ask = ServedWorld.scale("dev/web", 2);
    for (var member :
        List.of(
            "\"timestamp\":\"2020-01-01T12:00:00Z\"",
            "\"before_state\":{\"replicas\":9}",
            "\"caller\":\"olga\"",
            "\"roles\":[\"operator\"]")) {
      var got = world.post("/v1/check", token, "{" + member + "," + ask.substring(1));
      assertThat(got.status()).as(member).isEqualTo(400);
      assertThat(got.errorMessage()).contains("`" + member.split("\"", 3)[1] + "`");
    }
  }

  /** 0.16 recorded a forged or spent ticket only where the SDK happened to look. */
  @Test
  void s10ARefusedTicketIsAnEntryThatNamesWhoCame() {
    var token = world.token("forger", "deployer");
    var decision = world.post("/v1/check", token, ServedWorld.scale("dev/web", 3));
    var ticket = decision.fields("ticket").text("token").orElseThrow();
    int before = refusals().size();
    for (var bad : List.of("x.y.z", ticket.substring(0, ticket.length() - 8) + "AAAAAAAA")) {
      assertThat(world.post("/v1/executions", token, "{\"ticket\":\"" + bad + "\"}").errorCode())
          .isEqualTo("ticket_refused");
    }
    assertThat(refusals()).hasSize(before + 2);
    assertThat(refusals().getLast().subject().caller()).isEqualTo("forger");
  }

  /** 0.16 answered an approval with as many tickets as it was asked for. */
  @Test
  void s12AnApprovedQuestionGivesOneTicketToTheOneWhoAsked() {
    var token = world.token("asker", "deployer");
    var id = world.askForProd(token, 4);
    world.vote(id, true, "go ahead");
    var first = world.get("/v1/approvals/" + id, token).fields("ticket");
    var second = world.get("/v1/approvals/" + id, token).fields("ticket");
    assertThat(first.text("token")).isPresent();
    assertThat(second).isEqualTo(first);
    var other = world.get("/v1/approvals/" + id, world.token("other", "deployer"));
    assertThat(other.body().get("ticket").orElse(Value.NULL)).isEqualTo(Value.NULL);
  }
}
