package dev.agentsafe.app.desk;

import dev.agentsafe.app.wire.Address;
import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.app.wire.ReviewForm;
import dev.agentsafe.app.wire.VoteForm;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The desk of an operator who goes through the gateway that runs; thread-safe. */
public final class GatewayDesk implements Desk {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Address address;
  private final String secret;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  /** A desk at that gateway, with the secret that it left for its operator. */
  public GatewayDesk(Address address, String secret) {
    this.address = address;
    this.secret = secret;
  }

  /** Whether a gateway answers there. */
  public boolean answers() {
    try {
      return send(HttpRequest.newBuilder(address.url().resolve("/healthz")).GET()).statusCode()
          == 200;
    } catch (CoreException gone) {
      return false;
    }
  }

  @Override
  public Reply check(Ask ask) {
    return post("check", form(ask));
  }

  private static Value.Fields form(Ask ask) {
    var body = new LinkedHashMap<String, Value>();
    body.put("action", Value.of(ask.action()));
    ask.target().ifPresent(t -> body.put("target", Value.of(t)));
    ask.caller().ifPresent(who -> body.put("caller", form(who)));
    body.put("params", ask.params());
    ask.ticketId().ifPresent(t -> body.put("ticket_id", Value.of(t)));
    return new Value.Fields(body);
  }

  @Override
  public Reply pending() {
    return get("approvals");
  }

  @Override
  public Reply question(String requestId) {
    return get("approvals/" + encoded(requestId));
  }

  @Override
  public Reply vote(SignedVote vote) {
    return post(
        "approvals/" + encoded(vote.statement().request().value()) + "/votes", VoteForm.of(vote));
  }

  @Override
  public Reply plan(String planId) {
    return get("plans/" + encoded(planId));
  }

  @Override
  public Reply votePlan(String planId, List<SignedVote> votes) {
    var members = votes.stream().<Value>map(VoteForm::of).toList();
    return post(
        "plans/" + encoded(planId) + "/votes", Value.EMPTY.with("votes", new Value.Items(members)));
  }

  @Override
  public Reply freeze(String reason) {
    return post("freeze", Value.EMPTY.with("reason", Value.of(reason)));
  }

  @Override
  public Reply unfreeze(String reason) {
    return post("unfreeze", Value.EMPTY.with("reason", Value.of(reason)));
  }

  @Override
  public Reply pause(String agentId, String reason) {
    return post("pause", about(agentId, reason));
  }

  @Override
  public Reply resume(String agentId, String reason) {
    return post("resume", about(agentId, reason));
  }

  private static Value.Fields about(String agentId, String reason) {
    return Value.EMPTY.with("agent", Value.of(agentId)).with("reason", Value.of(reason));
  }

  @Override
  public Reply agents() {
    return get("agents");
  }

  @Override
  public Reply policies() {
    return get("policies");
  }

  @Override
  public Reply reload(String version) {
    return post("policies/reload", Value.EMPTY.with("policy_version", Value.of(version)));
  }

  @Override
  public Reply rotateJournalKeys(String reason) {
    return post("journal/keys", Value.EMPTY.with("reason", Value.of(reason)));
  }

  @Override
  public Reply rotateTokenKeys(String reason, Duration grace) {
    return post(
        "tokens/keys",
        Value.EMPTY.with("reason", Value.of(reason)).with("grace", Value.of(grace.toSeconds())));
  }

  @Override
  public Reply sealJournal() {
    return post("journal/checkpoint", Value.EMPTY);
  }

  @Override
  public Reply reviews() {
    return get("reviews");
  }

  @Override
  public Reply review(ReviewStatement.Signed review) {
    return post(
        "approvals/" + encoded(review.statement().request().value()) + "/reviews",
        ReviewForm.of(review));
  }

  @Override
  public Reply rollbackPlan(String auditId) {
    return get("rollbacks/" + encoded(auditId));
  }

  @Override
  public Reply rollback(String auditId, Optional<Who> caller) {
    var body = Value.EMPTY.with("audit_id", Value.of(auditId));
    return post("rollbacks", caller.isPresent() ? body.with("caller", form(caller.get())) : body);
  }

  @Override
  public RunsDesk runs() {
    return new Runs();
  }

  /** The executions behind that gateway. */
  private final class Runs implements RunsDesk {
    @Override
    public Reply dryRun(Ask ask) {
      return post("dry-runs", form(ask));
    }

    @Override
    public Reply execute(Ask ask) {
      return post("executions", form(ask));
    }

    @Override
    public Reply run(String runId) {
      return get("executions/" + encoded(runId));
    }

    @Override
    public Reply callOff(String runId, String reason) {
      return post(
          "executions/" + encoded(runId) + "/cancel", Value.EMPTY.with("reason", Value.of(reason)));
    }

    @Override
    public Reply readBack(String runId) {
      return post("executions/" + encoded(runId) + "/read-back", Value.EMPTY);
    }

    @Override
    public Reply forwards() {
      return get("forwards");
    }

    @Override
    public Reply stop(String runId, String reason) {
      return post(
          "executions/" + encoded(runId) + "/stop", Value.EMPTY.with("reason", Value.of(reason)));
    }

    @Override
    public Reply undo(String id) {
      return post("undo", Value.EMPTY.with("id", Value.of(id)));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static Value.Fields form(Who who) {
    return switch (who) {
      case Who.Token(var text) -> Value.EMPTY.with("token", Value.of(text));
      case Who.Vouched(var agentId, var grants) ->
          Value.EMPTY
              .with("agent_id", Value.of(agentId))
              .with("roles", Value.texts(grants.roles()))
              .with("groups", Value.texts(grants.groups()));
    };
  }

  private Reply get(String path) {
    return reply(send(request(path).GET()));
  }

  private Reply post(String path, Value.Fields body) {
    return reply(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonText.compact(body)))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.url().resolve("/v1/operator/" + path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + secret);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CoreException(
          "The gateway at `"
              + address.url()
              + "` does not answer; whether it did what was asked is not known. Look at the audit"
              + " log before you ask again.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CoreException("Interrupted while waiting for the gateway.", e);
    }
  }

  private Reply reply(HttpResponse<String> response) {
    if (Json.read(response.body()) instanceof Json.Read.Good(Value.Fields body)) {
      if (response.statusCode() == 200) {
        return new Reply.Done(body);
      }
      if (body.get("error").orElse(Value.NULL) instanceof Value.Fields error) {
        return new Reply.Refused(
            error.text("code").orElse("refused"), error.text("message").orElse("refused"));
      }
    }
    throw new CoreException(
        "What answers at `"
            + address.url()
            + "` is not our gateway (status "
            + response.statusCode()
            + "); remove `.agent-safe/gateway.json` from the workspace if none runs.");
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
