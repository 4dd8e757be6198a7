package dev.agentsafe.app.gateway;

import static dev.agentsafe.app.gateway.ServedWorld.scale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class GatewayTest {
  private ServedWorld world;

  @BeforeAll
  void serve(@TempDir Path temporary) {

    world = new ServedWorld(temporary.resolve("ws"));
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @Test
  void anAllowedActionIsExecutedOnceWithStateBeforeAndAfter() {
    var token = world.token("allowed", "deployer");
    world.cluster.put("dev/web", 1);
    var decision = world.post("/v1/check", token, scale("dev/web", 4));
    assertThat(decision.status()).isEqualTo(200);
    assertThat(decision.text("result")).isEqualTo("allow");
    assertThat(decision.text("policy_matched")).isEqualTo("dev-is-free");
    assertThat(decision.text("caller")).isEqualTo("allowed");
    var ticket = ticket(decision);

    var started = world.post("/v1/executions", token, ticket);
    assertThat(started.status()).isEqualTo(202);
    var run = world.get("/v1/executions/" + started.text("run_id") + "?wait=20", token);
    assertThat(run.text("status")).isEqualTo("succeeded");
    assertThat(JsonText.compact(run.fields("before"))).isEqualTo("{\"replicas\":1}");
    assertThat(JsonText.compact(run.fields("after"))).isEqualTo("{\"replicas\":4}");
    assertThat(JsonText.compact(run.fields("diff")))
        .contains("\"changed\":{\"replicas\":{\"old\":1,\"new\":4}}");

    var again = world.post("/v1/executions", token, ticket);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.errorCode()).isEqualTo("ticket_refused");
  }

  @Test
  void aDenialNamesItsReasonAndGivesNoTicket() {
    var got =
        world.post(
            "/v1/check",
            world.token("denied"),
            "{\"action\":\"delete-namespace\",\"target\":\"prod/shop\",\"params\":{}}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text("result")).isEqualTo("deny");
    assertThat(got.text("reason")).isNotEmpty();
    assertThat(got.body().get("ticket")).contains(Value.NULL);
  }

  @Test
  void anUnknownTargetIsDeniedAsUnknown() {
    var got = world.post("/v1/check", world.token("lost", "deployer"), scale("prod/nowhere", 1));
    assertThat(got.text("result")).isEqualTo("deny");
    assertThat(got.text("target")).isEqualTo("unknown");
  }

  @Test
  void aWaitingAgentIsAnsweredAtOnceWhenAPersonApproves() throws Exception {
    var token = world.token("patient", "deployer");
    var id = world.askForProd(token, 5);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> world.get("/v1/approvals/" + id + "?wait=60", token));
      Thread.sleep(300);
      var began = System.nanoTime();
      world.vote(id, true, "go ahead");
      var got = waiting.get();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(got.text("status")).isEqualTo("approved");
      assertThat(got.text("by")).isEqualTo(world.operator.operator().id().value());
      assertThat(got.text("reason")).isEqualTo("go ahead");
      assertThat(got.fields("ticket").text("token")).isPresent();
      var reread = world.get("/v1/approvals/" + id, token);
      assertThat(reread.fields("ticket")).isEqualTo(got.fields("ticket"));
    }
  }

  @Test
  void aWaitEndsAfterItsTimeWithTheQuestionStillOpen() {
    var token = world.token("impatient", "deployer");
    var id = world.askForProd(token, 6);
    var began = System.nanoTime();
    var got = world.get("/v1/approvals/" + id + "?wait=1", token);
    assertThat(got.text("status")).isEqualTo("pending");
    assertThat(got.body().get("ticket")).contains(Value.NULL);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
  }

  @Test
  void nobodyElseSeesAQuestionOrARun() {
    var mine = world.token("mine", "deployer");
    var other = world.token("other", "deployer");
    var id = world.askForProd(mine, 7);
    world.vote(id, true, "yes");
    var foreign = world.get("/v1/approvals/" + id, other);
    var absent = world.get("/v1/approvals/apr-000000000000", other);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.response().body()).isEqualTo(absent.response().body());

    var ticket = world.get("/v1/approvals/" + id, mine).fields("ticket").text("token").orElse("");
    var stolen = world.post("/v1/executions", other, "{\"ticket\":\"" + ticket + "\"}");
    assertThat(stolen.status()).isEqualTo(409);
    var run = world.post("/v1/executions", mine, "{\"ticket\":\"" + ticket + "\"}").text("run_id");
    assertThat(world.get("/v1/executions/" + run, other).status()).isEqualTo(404);
    assertThat(world.get("/v1/executions/" + run + "?wait=20", mine).text("status"))
        .isEqualTo("succeeded");
  }

  @Test
  void ofManyWhoRedeemOneTicketOneStartsARun() throws Exception {
    var token = world.token("racer", "deployer");
    var ticket = ticket(world.post("/v1/check", token, scale("dev/web", 2)));
    var before = world.cluster.effects();
    var calls = new ArrayList<Callable<ServedWorld.Got>>();
    for (var i = 0; i < 16; i++) {
      calls.add(() -> world.post("/v1/executions", token, ticket));
    }
    var started = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call : threads.invokeAll(calls)) {
        if (call.get().status() == 202) {
          started.add(call.get().text("run_id"));
        } else {
          assertThat(call.get().status()).isEqualTo(409);
        }
      }
    }
    assertThat(started).hasSize(1);
    world.get("/v1/executions/" + started.getFirst() + "?wait=20", token);
    assertThat(world.cluster.effects()).isEqualTo(before + 1);
  }

  @Test
  void ofTwoWhoWaitBothGetTheSameTicket() throws Exception {
    var token = world.token("twice", "deployer");
    var id = world.askForProd(token, 8);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> world.get("/v1/approvals/" + id + "?wait=30", token));
      var two = threads.submit(() -> world.get("/v1/approvals/" + id + "?wait=30", token));
      Thread.sleep(200);
      world.vote(id, true, "yes");
      assertThat(one.get().fields("ticket")).isEqualTo(two.get().fields("ticket"));
      assertThat(one.get().fields("ticket").text("token")).isPresent();
    }
  }

  @Test
  void aDenialReachesTheAgentWithItsReason() {
    var token = world.token("refused", "deployer");
    var id = world.askForProd(token, 9);
    world.vote(id, false, "not on a Friday");
    var got = world.get("/v1/approvals/" + id + "?wait=10", token);
    assertThat(got.text("status")).isEqualTo("denied");
    assertThat(got.text("reason")).isEqualTo("not on a Friday");
    assertThat(got.body().get("ticket")).contains(Value.NULL);
  }

  @Test
  void eventsTellTheSame() throws Exception {
    var token = world.token("listener", "deployer");
    var id = world.askForProd(token, 10);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var events =
          threads.submit(() ->
              world
                  .send(
                      world
                          .request("/v1/approvals/" + id)
                          .header("Authorization", "Bearer " + token)
                          .header("Accept", "text/event-stream")
                          .GET())
                  .response());
      Thread.sleep(200);
      world.vote(id, true, "yes");
      assertThat(events.get().headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      assertThat(events.get().body())
          .startsWith(
              "event: approval\ndata: {\"request_id\":\"" + id + "\",\"status\":\"pending\"")
          .contains(
              "event: approval\ndata: {\"request_id\":\"" + id + "\",\"status\":\"approved\"");
    }
  }

  @Test
  void aRunThatGoesOnIsShownAsRunning() {
    var token = world.token("runner", "deployer");
    var ticket = ticket(world.post("/v1/check", token, scale("dev/web", 3)));
    var gate = world.cluster.hold();
    var run = world.post("/v1/executions", token, ticket).text("run_id");
    var running = world.get("/v1/executions/" + run + "?wait=1", token);
    gate.countDown();
    assertThat(running.text("status")).isEqualTo("running");
    assertThat(running.body().get("after")).contains(Value.NULL);
    assertThat(world.get("/v1/executions/" + run + "?wait=20", token).text("status"))
        .isEqualTo("succeeded");
  }

  @Test
  void aRollbackBringsTheStateBack() {
    var token = world.token("undoer", "deployer");
    world.cluster.put("dev/web", 1);
    var decision = world.post("/v1/check", token, scale("dev/web", 9));
    var run = world.post("/v1/executions", token, ticket(decision)).text("run_id");
    world.get("/v1/executions/" + run + "?wait=20", token);
    var undo =
        world.post("/v1/rollbacks", token, "{\"audit_id\":\"" + decision.text("audit_id") + "\"}");
    assertThat(undo.errorMessage()).isEmpty();
    assertThat(undo.status()).isEqualTo(200);
    assertThat(undo.fields("plan").text("rollback_action")).contains("scale-deployment");
    var ruling = undo.fields("decision");
    assertThat(ruling.text("result")).contains("allow");
    var second =
        world.post(
            "/v1/executions",
            token,
            "{\"ticket\":\""
                + ((Value.Fields) ruling.get("ticket").orElseThrow()).text("token").orElseThrow()
                + "\"}");
    var undone = world.get("/v1/executions/" + second.text("run_id") + "?wait=20", token);
    assertThat(JsonText.compact(undone.fields("after"))).isEqualTo("{\"replicas\":1}");
    assertThat(undone.text("rollback_of")).isEqualTo(decision.text("audit_id"));
  }

  @Test
  void whatNeverRanCannotBeUndone() {
    var got =
        world.post("/v1/rollbacks", world.token("dreamer"), "{\"audit_id\":\"evt-000000000000\"}");
    assertThat(got.status()).isEqualTo(409);
    assertThat(got.errorCode()).isEqualTo("not_reversible");
  }

  @Test
  void everyStepOfAPlanIsDecidedUnderOneId() {
    var token = world.token("planner", "deployer");
    var got =
        world.post(
            "/v1/plans",
            token,
            "{\"steps\":[{\"id\":\"a\",\"action\":\"delete-namespace\",\"target\":\"prod/shop\"},"
                + "{\"action\":\"scale-deployment\",\"target\":\"dev/web\","
                + "\"params\":{\"replicas\":2},\"depends_on\":[\"a\"]}]}");
    assertThat(got.status()).isEqualTo(200);
    var steps = ((Value.Items) got.body().get("steps").orElseThrow()).values();
    assertThat(steps).hasSize(2);
    var results = new ArrayList<String>();
    var audits = new ArrayList<String>();
    for (var step : steps) {
      var decision = (Value.Fields) ((Value.Fields) step).get("decision").orElseThrow();
      results.add(decision.text("result").orElse(""));
      audits.add(decision.text("audit_id").orElse(""));
    }
    assertThat(results).containsExactly("deny", "allow");
    var correlations = new ArrayList<String>();
    world.governor.history(
        0,
        (AuditEntry e) -> {
          if (audits.contains(e.chain().eventId())) {
            correlations.add(e.subject().correlationId().orElse(""));
          }
        });
    assertThat(correlations).containsExactly(got.text("plan_id"), got.text("plan_id"));
  }

  @Test
  void theCatalogueTellsParametersAsSchema() {
    var got = world.get("/v1/actions", world.token("reader"));
    var actions = ((Value.Items) got.body().get("actions").orElseThrow()).values();
    assertThat(actions).hasSize(34);
    var scale = actions.stream().map(JsonText::compact).filter(a -> a.contains("scale-depl"));
    assertThat(scale.findFirst().orElse(""))
        .contains("\"replicas\":{\"type\":\"integer\"")
        .contains("\"minimum\":0,\"maximum\":100");
  }

  @Test
  void aJournalThatSomebodyElseChangedStopsEverythingAndIsSeenAtOnce(@TempDir Path folder)
      throws Exception {
    try (var other = new ServedWorld(folder.resolve("ws"))) {
      var token = other.token("watched");
      assertThat(other.send(other.request("/readyz").GET()).status()).isEqualTo(200);
      assertThat(other.send(other.request("/healthz").GET()).text("status")).isEqualTo("ok");
      Files.writeString(folder.resolve("ws/audit.jsonl"), "intruder\n", StandardOpenOption.APPEND);
      assertThat(other.post("/v1/check", token, scale("dev/web", 1)).status()).isEqualTo(503);
      var health = other.send(other.request("/healthz").GET());
      assertThat(health.text("status")).isEqualTo("failing");
      assertThat(health.fields("journal").text("blocked").orElse(""))
          .contains("something else changed it");
      var ready = other.send(other.request("/readyz").GET());
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.response().body()).contains("journal-blocked");
      assertThat(other.send(other.request("/metrics").GET()).response().body())
          .contains("agent_safe_journal_blocked 1");
    }
  }

  @Test
  void metricsCountDecisionsAndQuestions() {
    world.post("/v1/check", world.token("counted"), scale("dev/web", 1));
    var text = world.send(world.request("/metrics").GET()).response().body();
    assertThat(text)
        .containsPattern("agent_safe_decisions_total\\{result=\"allow\"} [1-9]")
        .contains("agent_safe_journal_entries ")
        .contains("agent_safe_check_duration_seconds_bucket{le=\"+Inf\"} ")
        .containsPattern("agent_safe_approvals_pending [0-9]");
  }

  private static String ticket(ServedWorld.Got decision) {
    return "{\"ticket\":\"" + decision.fields("ticket").text("token").orElse("none") + "\"}";
  }
}
