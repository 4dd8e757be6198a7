package dev.agentsafe.app.gateway;

import static dev.agentsafe.app.gateway.ServedWorld.scale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an agent learns by asking to undo what another one did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class RollbacksOfOthersTest {
  private ServedWorld world;
  private String owner;
  private String stranger;

  @BeforeAll
  void serve(@TempDir Path temporary) {
    world = new ServedWorld(temporary.resolve("ws"));
    owner = world.token("the-owner", "deployer");
    stranger = world.token("stranger");
  }

  @AfterAll
  void stop() {
    world.close();
  }

  private ServedWorld.Got undo(String token, String auditId) {
    return world.post("/v1/rollbacks", token, "{\"audit_id\":\"" + auditId + "\"}");
  }

  /** Scales production with a person's yes; the id of the decision. */
  private String scaledProduction(int from, int to) {
    world.cluster.put("prod/web", from);
    var decision = world.post("/v1/check", owner, scale("prod/web", to));
    var id = decision.text("request_id");
    world.vote(id, true, "go ahead");
    execute(world.get("/v1/approvals/" + id, owner).fields("ticket"));
    return decision.text("audit_id");
  }

  private String scaledDevelopment(int from, int to) {
    world.cluster.put("dev/web", from);
    var decision = world.post("/v1/check", owner, scale("dev/web", to));
    execute(decision.fields("ticket"));
    return decision.text("audit_id");
  }

  private void execute(Value.Fields ticket) {
    var body = "{\"ticket\":\"" + ticket.text("token").orElseThrow() + "\"}";
    var run = world.post("/v1/executions", owner, body).text("run_id");
    assertThat(world.get("/v1/executions/" + run + "?wait=20", owner).text("status"))
        .isEqualTo("succeeded");
  }

  @Test
  void whoMayNotUndoItSeesNothingOfWhatItWas() {
    var auditId = scaledProduction(3, 7);

    var got = undo(stranger, auditId);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.fields("decision").text("result")).contains("deny");
    assertThat(got.response().body())
        .doesNotContain("plan", "params", "replicas", "the-owner", auditId);
    var described = world.send(world.request("/openapi.json").GET());
    var schemas = (Value.Fields) described.fields("components").get("schemas").orElseThrow();
    assertThat(
            new Schema(described.body())
                .faults((Value.Fields) schemas.get("AgentRollback").orElseThrow(), got.body()))
        .isEmpty();
  }

  @Test
  void theReasonOfARefusalDoesNotRepeatStateEither() {
    var auditId = scaledProduction(4321, 7);
    assertThat(undo(owner, auditId).fields("decision").text("reason").orElse("")).contains("4321");

    var got = undo(stranger, auditId);

    assertThat(got.fields("decision").text("result")).contains("deny");
    assertThat(got.fields("decision").text("reason").orElse("")).isNotBlank();
    assertThat(got.response().body()).doesNotContain("4321");
  }

  @Test
  void whoDidItSeesThePlanAlsoWhereItIsRefused() {
    var got = undo(owner, scaledProduction(4321, 8));

    assertThat(got.fields("decision").text("result")).contains("deny");
    assertThat(got.fields("plan").text("original_caller")).contains("the-owner");
  }

  @Test
  void whatCannotBeUndoneIsNotToldFromWhatIsNotThere() {
    var refused = world.post("/v1/check", owner, scale("prod/nowhere", 1)).text("audit_id");
    var ready = world.post("/v1/check", owner, scale("dev/web", 5)).text("audit_id");
    var idle = scaledDevelopment(2, 2);
    var absent = undo(stranger, "evt-000000000000");
    assertThat(absent.status()).isEqualTo(409);
    assertThat(absent.errorCode()).isEqualTo("not_reversible");

    for (var auditId : new String[] {refused, ready, idle, "pln-000000000000", "x"}) {
      var got = undo(stranger, auditId);
      assertThat(got.status()).isEqualTo(409);
      assertThat(got.response().body()).isEqualTo(absent.response().body());
    }
    assertThat(undo(owner, ready).errorMessage()).contains("Nothing was executed");
    assertThat(undo(owner, idle).errorMessage()).contains("nothing to undo");
  }

  @Test
  void whoMayUndoItGoesOnDoingSo() {
    var got = undo(stranger, scaledDevelopment(1, 4));

    assertThat(got.fields("decision").text("result")).contains("allow");
    assertThat(got.fields("plan").text("original_caller")).contains("the-owner");
    assertThat(got.fields("decision").get("ticket").orElseThrow()).isNotEqualTo(Value.NULL);
  }

  @Test
  void whoMayAskAPersonToUndoItGoesOnDoingSo() {
    var got = undo(world.token("colleague", "deployer"), scaledProduction(3, 6));

    assertThat(got.fields("decision").text("result")).contains("require_approval");
    assertThat(got.fields("plan").text("original_caller")).contains("the-owner");
  }
}
