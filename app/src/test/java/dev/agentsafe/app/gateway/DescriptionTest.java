package dev.agentsafe.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.desk.GatewayDesk;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.run.RunId;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the description that agents are given to what is answered, route by route. */
final class DescriptionTest {
  private Value.Fields document = Value.EMPTY;
  private final Set<String> walked = new TreeSet<>();

  @Test
  void everyRouteAnswersAsDescribed(@TempDir Path folder) throws Exception {
    try (var world = new ServedWorld(folder.resolve("ws"))) {
      document =
          (Value.Fields)
              ((Json.Read.Good)
                      Json.read(world.send(world.request("/openapi.json").GET()).response().body()))
                  .value();
      var token = world.token("walker", "deployer");
      var secret = world.operatorSecret();
      walkAgents(world, token);
      walkOperators(world, secret, token);
      walkOpen(world);
      assertThat(walked).isEqualTo(described());
    }
  }

  private void walkAgents(ServedWorld world, String token) throws Exception {
    var scale = ServedWorld.scale("dev/web", 4);
    var decision = call(world, "POST", "/v1/check", "/v1/check", token, scale, 200);
    call(world, "POST", "/v1/check", "/v1/check", token, "{", 400);
    call(world, "POST", "/v1/check", "/v1/check", "none", scale, 401);
    call(world, "POST", "/v1/plans", "/v1/plans", token, "{\"steps\":[" + scale + "]}", 200);
    call(world, "POST", "/v1/plans", "/v1/plans", token, "{\"steps\":[]}", 400);
    var plan =
        call(
            world,
            "POST",
            "/v1/plans",
            "/v1/plans",
            token,
            "{\"steps\":["
                + scale
                + ","
                + scale.replaceFirst("\\{", "{\"depends_on\":[\"step-1\"],")
                + "]}",
            200);
    var planned = "/v1/plans/" + text(plan, "plan_id");
    call(world, "GET", "/v1/plans/{id}", planned, token, "", 200);
    call(world, "GET", "/v1/plans/{id}", planned, world.token("stranger"), "", 404);
    call(world, "GET", "/v1/plans/{id}", planned + "?x=1", token, "", 400);
    var id = world.askForProd(token, 7);
    call(world, "GET", "/v1/approvals/{id}", "/v1/approvals/" + id, token, "", 200);
    world.vote(id, true, "yes");
    call(world, "GET", "/v1/approvals/{id}", "/v1/approvals/" + id, token, "", 200);
    call(world, "GET", "/v1/approvals/{id}", "/v1/approvals/x?wait=99", token, "", 400);
    call(world, "GET", "/v1/approvals/{id}", "/v1/approvals/x", token, "", 404);
    walkOffers(world, token);
    var ticket = "{\"ticket\":\"" + text(decision, "ticket", "token") + "\"}";
    var run = call(world, "POST", "/v1/executions", "/v1/executions", token, ticket, 202);
    call(world, "POST", "/v1/executions", "/v1/executions", token, ticket, 409);
    var execution = "/v1/executions/" + text(run, "run_id");
    call(world, "GET", "/v1/executions/{id}", execution, token, "", 200);
    call(world, "GET", "/v1/executions/{id}", execution + "?wait=20", token, "", 200);
    call(world, "GET", "/v1/executions/{id}", "/v1/executions/x", token, "", 404);
    call(world, "DELETE", "/v1/executions/{id}", execution, token, "", 409);
    call(world, "DELETE", "/v1/executions/{id}", "/v1/executions/x", token, "", 404);
    var secrets = "/v1/executions/{id}/secrets";
    call(world, "POST", secrets, execution + "/secrets", token, "{\"x\":1}", 400);
    call(world, "POST", secrets, execution + "/secrets", token, "{}", 200);
    call(world, "POST", secrets, execution + "/secrets", token, "{}", 409);
    call(world, "POST", secrets, "/v1/executions/x/secrets", token, "{}", 404);
    var undo = "{\"audit_id\":\"" + text(decision, "audit_id") + "\"}";
    call(world, "POST", "/v1/rollbacks", "/v1/rollbacks", token, undo, 200);
    call(world, "POST", "/v1/rollbacks", "/v1/rollbacks", token, "{\"audit_id\":\"x\"}", 409);
    var door = "/v1/delegations";
    call(world, "POST", door, door, token, "{\"agent_id\":\"walker/a\",\"ttl\":60}", 201);
    call(world, "POST", door, door, token, "{\"agent_id\":\"other\"}", 409);
    call(world, "POST", door, door, token, "{\"agent_id\":\"walker/a\",\"ttl\":0}", 400);
    call(world, "GET", "/v1/actions", "/v1/actions", token, "", 200);
  }

  private void walkOffers(ServedWorld world, String token) throws Exception {
    var base = "/v1/approvals/";
    var one = base + "{id}";
    var id = world.askForProd(token, 8);
    call(world, "POST", one + "/accept", base + id + "/accept", token, "{}", 409);
    call(world, "POST", one + "/accept", base + id + "/accept", token, "{\"x\":1}", 400);
    call(world, "POST", one + "/accept", base + "x/accept", token, "{}", 404);
    call(world, "DELETE", one, base + id, token, "", 200);
    call(world, "DELETE", one, base + id, token, "", 409);
    call(world, "DELETE", one, base + "x", token, "", 404);
    for (var answer : new String[] {"accept", "decline"}) {
      var offered = world.askForProd(token, 9);
      world.offer(offered, 5);
      call(world, "GET", one, base + offered, token, "", 200);
      var path = base + offered + "/" + answer;
      call(world, "POST", one + "/" + answer, path, token, "{}", 200);
      call(world, "POST", one + "/" + answer, path, token, "{}", 409);
    }
  }

  private void walkOperators(ServedWorld world, String secret, String token) throws Exception {
    var base = "/v1/operator/";
    var asked =
        "{\"action\":\"scale-deployment\",\"target\":\"prod/web\",\"params\":{\"replicas\":6},"
            + "\"caller\":{\"token\":\""
            + token
            + "\"}}";
    var decision = call(world, "POST", base + "check", base + "check", secret, asked, 200);
    call(world, "POST", base + "check", base + "check", token, asked, 401);
    call(world, "GET", base + "approvals", base + "approvals", secret, "", 200);
    var id = text(decision, "request_id");
    var one = base + "approvals/{id}";
    call(world, "GET", one, base + "approvals/" + id, secret, "", 200);
    call(world, "GET", one, base + "approvals/x", secret, "", 404);
    var votes = base + "approvals/" + id + "/votes";
    var vote = world.signedVote(id, true, "fine");
    call(world, "POST", one + "/votes", votes, secret, "{\"approve\":1,\"reason\":\"\"}", 400);
    call(world, "POST", one + "/votes", votes, secret, vote, 200);
    call(world, "POST", one + "/votes", votes, secret, vote, 409);
    var reviews = base + "approvals/" + id + "/reviews";
    call(world, "GET", base + "reviews", base + "reviews", secret, "", 200);
    call(world, "POST", one + "/reviews", reviews, secret, "{}", 400);
    call(world, "POST", one + "/reviews", reviews, secret, world.signedReview(id), 404);
    var scale =
        "{\"action\":\"scale-deployment\",\"target\":\"dev/web\",\"params\":{\"replicas\":2}}";
    var done = call(world, "POST", "/v1/check", "/v1/check", token, scale, 200);
    var run =
        world.post(
            "/v1/executions", token, "{\"ticket\":\"" + text(done, "ticket", "token") + "\"}");
    world.get("/v1/executions/" + run.text("run_id") + "?wait=20", token);
    var audit = text(done, "audit_id");
    var steps = "{\"steps\":[" + ServedWorld.scale("prod/web", 4) + "]}";
    var planned = world.post("/v1/plans", token, steps).text("plan_id");
    var card = base + "plans/{id}";
    call(world, "GET", card, base + "plans/" + planned, secret, "", 200);
    call(world, "GET", card, base + "plans/x", secret, "", 404);
    var ballot = base + "plans/" + planned + "/votes";
    var open = world.governor.plans().questions(new PlanId(planned)).getFirst().id().value();
    var whole = "{\"votes\":[" + world.signedVote(open, true, "fine") + "]}";
    call(world, "POST", card + "/votes", ballot, secret, "{\"votes\":[{}]}", 400);
    call(world, "POST", card + "/votes", ballot, secret, "{\"votes\":1}", 400);
    call(world, "POST", card + "/votes", ballot, secret, whole, 200);
    call(world, "POST", card + "/votes", ballot, secret, whole, 409);
    call(world, "POST", card + "/votes", base + "plans/x/votes", secret, whole, 404);
    var reason = "{\"reason\":\"odd\"}";
    var agent = "{\"agent\":\"walker\",\"reason\":\"odd\"}";
    call(world, "POST", base + "unfreeze", base + "unfreeze", secret, reason, 409);
    call(world, "POST", base + "freeze", base + "freeze", secret, "{\"reason\":1}", 400);
    call(world, "POST", base + "freeze", base + "freeze", secret, reason, 200);
    call(world, "POST", base + "freeze", base + "freeze", secret, reason, 409);
    call(world, "POST", base + "pause", base + "pause", secret, agent, 200);
    call(world, "POST", base + "pause", base + "pause", secret, "{\"agent\":\"\"}", 400);
    call(world, "POST", base + "pause", base + "pause", secret, agent, 409);
    call(world, "GET", base + "agents", base + "agents", secret, "", 200);
    call(world, "GET", base + "agents", base + "agents", token, "", 401);
    call(world, "POST", base + "resume", base + "resume", secret, agent, 200);
    call(world, "POST", base + "resume", base + "resume", secret, agent, 409);
    call(world, "POST", base + "unfreeze", base + "unfreeze", secret, reason, 200);
    var tokens = base + "tokens/keys";
    var grace = "{\"reason\":\"every quarter\",\"grace\":3600}";
    call(world, "POST", tokens, tokens, secret, grace, 200);
    call(world, "POST", tokens, tokens, secret, grace.replace("every quarter", " "), 409);
    call(world, "POST", tokens, tokens, secret, "{\"reason\":\"x\"}", 400);
    var keys = base + "journal/keys";
    call(world, "POST", keys, keys, secret, "{\"reason\":1}", 400);
    call(world, "POST", keys, keys, secret, "{\"reason\":\"\"}", 409);
    call(world, "POST", keys, keys, secret, reason, 200);
    var seal = base + "journal/checkpoint";
    call(world, "POST", seal, seal, secret, "{}", 200);
    call(world, "POST", seal, seal, secret, "{\"reason\":\"now\"}", 400);
    var plan = base + "rollbacks";
    call(world, "GET", plan + "/{id}", plan + "/" + audit, secret, "", 200);
    call(world, "GET", plan + "/{id}", plan + "/x", secret, "", 409);
    call(world, "POST", plan, plan, secret, "{\"audit_id\":\"" + audit + "\"}", 200);
    call(world, "GET", plan + "/{id}", plan + "/pln-x", secret, "", 404);
    walkExecutions(world, secret, audit);
  }

  private void walkExecutions(ServedWorld world, String secret, String audit) throws Exception {
    var base = "/v1/operator/";
    var ask = ServedWorld.scale("dev/web", 5);
    call(world, "POST", base + "dry-runs", base + "dry-runs", secret, ask, 200);
    call(
        world,
        "POST",
        base + "dry-runs",
        base + "dry-runs",
        secret,
        ask.replace("dev/web", "no/where"),
        409);
    var all = base + "executions";
    var begun = call(world, "POST", all, all, secret, ask, 200);
    call(world, "POST", all, all, secret, "{", 400);
    var one = all + "/" + text(begun, "run_id");
    world.governor.awaitRun(new RunId(text(begun, "run_id")), java.time.Duration.ofSeconds(20));
    call(world, "GET", all + "/{id}", one, secret, "", 200);
    call(world, "GET", all + "/{id}", all + "/x", secret, "", 404);
    var off = all + "/{id}/cancel";
    call(world, "POST", off, one + "/cancel", secret, "{\"reason\":\"odd\"}", 409);
    call(world, "POST", off, one + "/cancel", secret, "{}", 400);
    var stop = all + "/{id}/stop";
    call(world, "POST", stop, one + "/stop", secret, "{\"reason\":\"odd\"}", 409);
    call(world, "POST", stop, one + "/stop", secret, "{}", 400);
    call(world, "GET", base + "forwards", base + "forwards", secret, "", 200);
    var back = all + "/{id}/read-back";
    call(world, "POST", back, one + "/read-back", secret, "{}", 409);
    call(world, "POST", back, one + "/read-back", secret, "{\"x\":1}", 400);
    var undo = base + "undo";
    call(world, "POST", undo, undo, secret, "{\"id\":\"" + audit + "\"}", 200);
    call(world, "POST", undo, undo, secret, "{\"id\":\"x\"}", 409);
    call(world, "POST", undo, undo, secret, "{\"id\":\"pln-x\"}", 409);
  }

  private void walkOpen(ServedWorld world) throws Exception {
    for (var path : new String[] {"/healthz", "/readyz", "/metrics", "/openapi.json"}) {
      call(world, "GET", path, path, "", "", 200);
      call(world, "GET", path, path + "?x=1", "", "", 400);
    }
  }

  private Value.Fields call(
      ServedWorld world,
      String method,
      String template,
      String path,
      String credential,
      String body,
      int wanted)
      throws IOException, InterruptedException {
    var request = world.request(path);
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    if (method.equals("POST")) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    } else {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    }
    var response = world.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(method + " " + path + response.body()).isEqualTo(wanted);
    walked.add(method + " " + template);
    var operation = path(path(path(document, "paths"), template), method.toLowerCase(Locale.ROOT));
    var described = path(path(operation, "responses"), String.valueOf(wanted));
    var type = response.headers().firstValue("Content-Type").orElse("");
    var media = path(path(described, "content"), type.split(";", -1)[0]);
    if (!type.startsWith("application/json")) {
      return Value.EMPTY;
    }
    var value = ((Json.Read.Good) Json.read(response.body())).value();
    assertThat(new Schema(document).faults(path(media, "schema"), value))
        .as(method + " " + path)
        .isEmpty();
    return (Value.Fields) value;
  }

  private Set<String> described() {
    var all = new LinkedHashSet<String>();
    path(document, "paths")
        .values()
        .forEach((template, item) ->
            ((Value.Fields) item)
                .values()
                .keySet()
                .forEach(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + template)));
    return new TreeSet<>(all);
  }

  private static Value.Fields path(Value.Fields of, String name) {
    return (Value.Fields)
        of.get(name).orElseThrow(() -> new AssertionError("the description lacks " + name));
  }

  private static String text(Value.Fields of, String... names) {
    var at = of;
    for (var i = 0; i < names.length - 1; i++) {
      at = path(at, names[i]);
    }
    return at.text(names[names.length - 1]).orElseThrow();
  }

  @Test
  void theOperatorsCommandsGoThroughTheGatewayThatRuns(@TempDir Path folder) {
    try (var world = new ServedWorld(folder.resolve("ws"))) {
      var id = world.askForProd(world.token("asker", "deployer"), 3);
      var address = Address.find(world.workspace.root()).orElseThrow();
      try (var desk = new GatewayDesk(address, world.operatorSecret())) {
        assertThat(desk.answers()).isTrue();
      }
      ServedWorld.run(
          "approval",
          "approve",
          id,
          "--reason",
          "fine",
          "--config",
          folder.resolve("ws").toString());
      assertThat(world.get("/v1/approvals/" + id, world.token("asker")).text("status"))
          .isEqualTo("approved");
    }
    assertThat(Address.find(folder.resolve("ws"))).isEmpty();
  }
}
