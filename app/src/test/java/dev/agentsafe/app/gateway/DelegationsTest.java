package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.gateway.ServedWorld.Got;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent hands part of its authority on over the gateway, and never more than part of it. */
final class DelegationsTest {
  private static final String SETTINGS =
      """

      identity:
        delegation: {max_depth: 2, max_life: 900, children: {deploy-bot: [canary-bot]}}
      """;

  @TempDir private Path folder;
  private ServedWorld world;
  private String parent = "";

  @BeforeEach
  void setUp() {
    world = new ServedWorld(folder.resolve("ws"), SETTINGS, Clock.systemUTC());
    parent = world.token("deploy-bot", Duration.ofMinutes(5), "deployer", "viewer");
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void theChildActsUnderItsOwnNameWithWhatItWasGiven() {
    var issued = hand(parent, "deploy-bot/canary", "\"roles\":[\"deployer\"],\"ttl\":60");

    assertThat(issued.status()).isEqualTo(201);
    assertThat(issued.text("agent_id")).isEqualTo("deploy-bot/canary");
    assertThat(issued.body().get("roles")).contains(Value.texts(List.of("deployer")));
    assertThat(issued.body().get("depth")).contains(Value.of(1));
    assertThat(Instant.parse(issued.text("expires_at")))
        .isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(61));
    var decided = world.post("/v1/check", issued.text("token"), ServedWorld.scale("dev/web", 2));
    assertThat(decided.text("result")).isEqualTo("allow");
    var decision = entries("decision").getLast();
    assertThat(decision.subject().caller()).isEqualTo("deploy-bot/canary");
    assertThat(decision.context().text("original_caller")).contains("deploy-bot");
  }

  @Test
  void itIsRecordedBeforeItIsAnsweredAndTheTokenIsNot() {
    var issued = hand(parent, "deploy-bot/canary", "\"roles\":[\"viewer\"]");
    var entry = entries("delegation").getLast();
    assertThat(entry.subject().caller()).isEqualTo("deploy-bot");
    assertThat(entry.context().text("child")).contains("deploy-bot/canary");
    var all = new ArrayList<String>();
    world.governor.history(0, each -> all.add(each.line().toString()));
    var token = issued.text("token");
    var signature = token.substring(token.lastIndexOf('.') + 1);
    assertThat(all).noneMatch(line -> line.contains(token) || line.contains(signature));
  }

  @Test
  void nothingIsWidened() {
    for (var more :
        List.of(
            "\"roles\":[\"admin\"]",
            "\"roles\":[\"deployer\",\"admin\"]",
            "\"roles\":[\"Deployer\"]",
            "\"roles\":[\"deployer \"]",
            "\"roles\":[\"*\"]",
            "\"groups\":[\"on-call\"]",
            "\"groups\":[\"deployer\"]")) {
      var refused = hand(parent, "deploy-bot/a", more);
      assertThat(refused.status()).as(more).isEqualTo(409);
      assertThat(refused.errorCode()).isEqualTo("delegation_refused");
    }
    for (var name :
        List.of(
            "admin",
            "deploy-bot",
            "deploy-bot/",
            "deploy-bot/a/b",
            "deploy-bot/../admin",
            "deploy-bot2/a",
            "Deploy-bot/a",
            "operator/sam",
            "anonymous",
            "deploy-bot/a\\u202e",
            "github:octo/deploy")) {
      assertThat(hand(parent, name, "\"roles\":[]").status()).as(name).isEqualTo(409);
    }
    assertThat(entries("refusal")).hasSize(18);
    assertThat(entries("delegation")).isEmpty();
  }

  @Test
  void aChildThatTheWorkspaceNamesIsAllowedToThatParentAlone() {
    assertThat(hand(parent, "canary-bot", "\"roles\":[]").status()).isEqualTo(201);
    assertThat(hand(world.token("other"), "canary-bot", "\"roles\":[]").status()).isEqualTo(409);
  }

  @Test
  void noChildOutlivesItsParentOrTheWorkspacesLimit() {
    var whole = hand(parent, "deploy-bot/a", "\"ttl\":604800");
    assertThat(Instant.parse(whole.text("expires_at")))
        .as("the parent has five minutes")
        .isBefore(Instant.now().plusSeconds(301));
    var longer = world.token("deploy-bot", Duration.ofDays(1));
    var limited = hand(longer, "deploy-bot/a", "\"ttl\":604800");
    assertThat(Instant.parse(limited.text("expires_at")))
        .as("max_life is 900")
        .isBetween(Instant.now().plusSeconds(880), Instant.now().plusSeconds(901));
    var unsaid = hand(longer, "deploy-bot/a", "\"roles\":[]");
    assertThat(Instant.parse(unsaid.text("expires_at"))).isBefore(Instant.now().plusSeconds(901));
  }

  @Test
  void itIsHandedOnAsOftenAsTheWorkspaceSaysAndOnlyNarrower() {
    var first = hand(parent, "deploy-bot/a", "\"roles\":[\"viewer\"]").text("token");
    assertThat(hand(first, "deploy-bot/a/b", "\"roles\":[\"deployer\"]").status())
        .as("it was not given that")
        .isEqualTo(409);
    assertThat(hand(first, "deploy-bot/b", "\"roles\":[]").status())
        .as("that is its parent's to give")
        .isEqualTo(409);
    var second = hand(first, "deploy-bot/a/b", "\"roles\":[\"viewer\"]");
    assertThat(second.body().get("depth")).contains(Value.of(2));
    var third = hand(second.text("token"), "deploy-bot/a/b/c", "\"roles\":[]");
    assertThat(third.status()).isEqualTo(409);
    assertThat(third.errorMessage()).contains("2 times");
  }

  @Test
  void whatIsNotWellFormedIsRefusedWithItsPlace() {
    for (var body :
        List.of(
            "{}",
            "{\"agent_id\":\"\"}",
            "{\"agent_id\":7}",
            "{\"agent_id\":\"deploy-bot/a\",\"ttl\":0}",
            "{\"agent_id\":\"deploy-bot/a\",\"ttl\":-1}",
            "{\"agent_id\":\"deploy-bot/a\",\"ttl\":1.5}",
            "{\"agent_id\":\"deploy-bot/a\",\"ttl\":\"60\"}",
            "{\"agent_id\":\"deploy-bot/a\",\"ttl\":604801}",
            "{\"agent_id\":\"deploy-bot/a\",\"ttl\":99999999999999999999}",
            "{\"agent_id\":\"deploy-bot/a\",\"roles\":\"deployer\"}",
            "{\"agent_id\":\"deploy-bot/a\",\"roles\":[1]}",
            "{\"agent_id\":\"deploy-bot/a\",\"depth\":0}",
            "{\"agent_id\":\"deploy-bot/a\",\"delegation_chain\":[]}",
            "{\"agent_id\":\"deploy-bot/a\",\"exp\":1}")) {
      assertThat(world.post("/v1/delegations", parent, body).status()).as(body).isEqualTo(400);
    }
    assertThat(entries("delegation")).isEmpty();
  }

  @Test
  void whoeverIsHeldHandsNothingOn() {
    world.governor.holds().freeze(world.operator.operator(), "looking at something");
    var refused = hand(parent, "deploy-bot/a", "\"roles\":[]");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.errorMessage()).contains("frozen");
  }

  @Test
  void aTokenThatIsNoneHandsNothingOn() {
    var ticket =
        world
            .post("/v1/check", parent, ServedWorld.scale("dev/web", 2))
            .fields("ticket")
            .text("token")
            .orElseThrow();
    for (var token : List.of("deploy-bot", ticket, parent + "x", parent.replace(".", ""))) {
      assertThat(hand(token, "deploy-bot/a", "\"roles\":[]").status()).isEqualTo(401);
    }
  }

  @Test
  void childrenDoNotMultiplyTheLimitsOfTheirParent() {
    int allowed = 0;
    for (int child = 0; child < 4; child++) {
      var token = hand(parent, "deploy-bot/" + child, "\"roles\":[\"deployer\"]").text("token");
      for (int i = 0; i < 30; i++) {
        var asked = world.post("/v1/check", token, ServedWorld.scale("dev/web", 2));
        allowed += asked.text("reason").contains("Rate limit") ? 0 : 1;
      }
    }
    assertThat(allowed)
        .as("the workspace lets an agent ask a hundred times a minute")
        .isEqualTo(100);
  }

  private Got hand(String token, String child, String more) {
    return world.post("/v1/delegations", token, "{\"agent_id\":\"" + child + "\"," + more + "}");
  }

  private List<AuditEntry> entries(String type) {
    var found = new ArrayList<AuditEntry>();
    world.governor.history(
        0,
        entry -> {
          if (entry.chain().type().value().equals(type)) {
            found.add(entry);
          }
        });
    return found;
  }
}
