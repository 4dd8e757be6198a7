package dev.agentsafe.app.canary;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.state.Rehearsal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The way of every secret through gateway, people, world and command line. */
final class Journey {
  private final CanaryWorld world;
  private final List<Canary> flock;
  private final List<String> held;
  private final String token;
  private final List<String> audits = new ArrayList<>();

  Journey(CanaryWorld world, List<Canary> flock, List<String> held) {
    this.world = world;
    this.flock = flock;
    this.held = held;
    token = world.token("bot");
  }

  void make() throws IOException {
    for (var i = 0; i < flock.size(); i++) {
      var canary = flock.get(i);
      switch (canary.door()) {
        case COMMAND_LINE -> typed(canary, i);
        case IDENTITY_TOKEN -> forged(canary);
        case CREDENTIAL -> {
          world.keep("credential", canary.bare());
          asked(canary, i);
          world.keep("credential", held.get(4));
        }
        case PARAMETER,
            NUMBER,
            SECRET_DATA,
            ENVIRONMENT,
            PRIVATE_KEY,
            WEB_TOKEN,
            CLOUD_KEY,
            FORGE_TOKEN,
            ASSIGNMENT,
            URL,
            HEADER,
            KUBECONFIG,
            FOREIGN_ANSWER ->
            asked(canary, i);
      }
    }
    lookAround();
    commands();
  }

  private static String body(Canary canary, int number, String target) {
    return JsonText.compact(
        Value.EMPTY
            .with("action", Value.of("set-key"))
            .with("target", Value.of(target))
            .with(
                "params",
                Value.EMPTY
                    .with("number", Value.of(number))
                    .with("key", Value.of(canary.key()))
                    .with("note", Value.of(canary.note()))));
  }

  /** Through the gateway, past a person where the target is production, to the world and back. */
  private void asked(Canary canary, int number) {
    var production = number % 5 == 0;
    var body = body(canary, number, production ? "prod/web" : "dev/web");
    // The same in a plan, and where no such action or target is.
    post("/v1/plans", "{\"steps\":[" + body(canary, number, "prod/web") + "]}");
    post("/v1/check", body.replace("set-key", "set-kay"));
    post("/v1/check", body.replace("\"number\"", "\"numbers\""));
    post("/v1/check", body + "}");
    var decision = post("/v1/check", body);
    var audit = decision.textOrEmpty("audit_id");
    audits.add(audit);
    var ticket = decision.object("ticket").textOrEmpty("token");
    if (production) {
      ticket = approved(decision.textOrEmpty("request_id"), canary);
    }
    var run = post("/v1/executions", "{\"ticket\":\"" + ticket + "\"}").textOrEmpty("run_id");
    post("/v1/executions", "{\"ticket\":\"" + ticket + "\"}");
    get("/v1/executions/" + run + "?wait=60");
    post("/v1/rollbacks", "{\"audit_id\":\"" + audit + "\"}");
    world.call("GET", "/v1/operator/rollbacks/" + audit, world.operatorSecret(), "");
  }

  private String approved(String request, Canary canary) {
    var id = new ApprovalId(request);
    while (world.governor.approval(id).orElseThrow().asked().evidence()
        instanceof Rehearsal.Outcome.Gathering) {
      LockSupport.parkNanos(200_000);
    }
    world.call("GET", "/v1/operator/approvals/" + request, world.operatorSecret(), "");
    world.command("approval", "show", request);
    world.call(
        "POST",
        "/v1/operator/approvals/" + request + "/votes",
        world.operatorSecret(),
        canary.note());
    if (canary.note().length() > 10) {
      vote(id, canary.note());
    }
    vote(id, "looks right");
    return get("/v1/approvals/" + request).object("ticket").textOrEmpty("token");
  }

  private void vote(ApprovalId id, String reason) {
    world.governor.vote(
        world.operator,
        id,
        Seen.of(world.governor.approval(id).orElseThrow()),
        new Choice(true, reason, Changes.NONE, false),
        Duration.ofSeconds(2));
  }

  /** A token that nobody signed, in all places where people put tokens. */
  private void forged(Canary canary) {
    var parts = token.split("\\.", -1);
    var forged = parts[0] + "." + parts[1] + "." + canary.bare();
    world.call("POST", "/v1/check", forged, body(canary, 0, "dev/web"));
    world.call("GET", "/v1/actions?token=" + forged, token, "");
    world.call("GET", "/v1/approvals/" + forged, token, "");
    post("/v1/check", "{\"action\":\"set-key\",\"caller\":\"" + forged + "\"}");
    post("/v1/executions", "{\"ticket\":\"" + forged + "\"}");
    world.command("check", "set-key", "--target", "dev/web", "--caller", forged);
    world.command("ticket", "verify", forged);
  }

  private void typed(Canary canary, int number) {
    var bare = canary.bare();
    world.command(
        "check",
        "set-key",
        "--target",
        "dev/web",
        "--caller",
        "bot",
        "--param",
        "number=" + number,
        "--param",
        "key=" + bare,
        "--param",
        "note=none");
    world.command("check", "set-key", "--target", "dev/web", "--param", "key=" + bare);
    world.command("check", "set-key", "--target", "dev/web", "--params", "{\"key\": \"" + bare);
    world.command("check", "set-key", "--target", "dev/web", "--params", "[\"" + bare + "\"]");
    world.command(
        "credential", "resolve", "set-key", "--target", "dev/web", "--param", "key=" + bare);
  }

  private void lookAround() {
    var secret = world.operatorSecret();
    for (var path :
        List.of("approvals", "agents", "reviews", "plans/pln-000000000000", "rollbacks/evt-0")) {
      world.call("GET", "/v1/operator/" + path, secret, "");
    }
    for (var path : List.of("/healthz", "/readyz", "/openapi.json", "/v1/actions", "/nowhere")) {
      get(path);
    }
    for (var canary : flock) {
      if (canary.note().length() > 10) {
        var reason = JsonText.compact(Value.EMPTY.with("reason", Value.of(canary.note())));
        world.call("POST", "/v1/operator/freeze", secret, reason);
        world.call("POST", "/v1/operator/unfreeze", secret, reason);
        post("/v1/delegations", reason.replace("reason", "agent_id"));
      }
    }
    for (var canary : flock.subList(0, Canary.Door.values().length)) {
      if (canary.note().length() > 10) {
        var reason = Value.EMPTY.with("reason", Value.of(canary.note()));
        world.call("POST", "/v1/operator/journal/keys", secret, JsonText.compact(reason));
        world.call(
            "POST",
            "/v1/operator/tokens/keys",
            secret,
            JsonText.compact(reason.with("grace", Value.of(3_600))));
        world.call("POST", "/v1/operator/journal/checkpoint", secret, JsonText.compact(reason));
      }
    }
  }

  private void commands() {
    var out = world.root.resolveSibling("out").toString();
    for (var audit : audits.subList(0, 2 * Canary.Door.values().length)) {
      world.command("audit", "show-state", audit);
      world.command("rollback", "show", audit);
      world.command("rollback", "check", audit);
    }
    world.command("audit", "show", "--last", "100000");
    world.command("audit", "state-coverage");
    world.command("audit", "ship", "--status");
    world.command("audit", "export", "--from", "1", "--to", "100", "--out", out);
    world.command("approval", "list");
    world.command("agents");
    world.command("list-actions");
    world.command("operator", "list");
    world.command("credential", "test-source", "local");
    world.command(
        "approval", "deny", "apr-000000000000", "--reason", "no", "--passphrase-file", held.get(6));
    for (var format : List.of("text", "json", "sarif", "junit")) {
      world.command("validate", "--format", format);
      world.command("test", "--format", format);
    }
  }

  private Value.Fields get(String path) {
    return read(world.call("GET", path, token, ""));
  }

  private Value.Fields post(String path, String body) {
    return read(world.call("POST", path, token, body));
  }

  private static Value.Fields read(String text) {
    return Json.read(text) instanceof Json.Read.Good(Value.Fields fields) ? fields : Value.EMPTY;
  }
}
