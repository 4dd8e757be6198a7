package dev.agentsafe.app.gateway;

import dev.agentsafe.app.Main;
import dev.agentsafe.app.Wiring;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.app.wire.ReviewForm;
import dev.agentsafe.app.wire.VoteForm;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.yaml.Loaded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A starter workspace that is served on a free port, with a cluster in memory. */
final class ServedWorld implements AutoCloseable {
  final FakeCluster cluster = new FakeCluster();
  final OperatorHand operator;
  final Workspace workspace;
  final Governor governor;
  final Gateway gateway;
  final HttpClient http = HttpClient.newHttpClient();

  private final IdentityTokens tokens;

  /** An answer: its status, its body as a value, its headers. */
  record Got(int status, Value.Fields body, HttpResponse<String> response) {
    String text(String name) {
      return body.text(name).orElse("");
    }

    Value.Fields fields(String name) {
      return body.get(name).orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
    }

    String errorCode() {
      return fields("error").text("code").orElse("");
    }

    String errorMessage() {
      return fields("error").text("message").orElse("");
    }
  }

  ServedWorld(Path folder) {
    this(folder, Clock.systemUTC());
  }

  /** The same with another clock. */
  ServedWorld(Path folder, Clock clock) {
    this(folder, "", clock);
  }

  /**
   * The same with more settings.
   *
   * @param settings lines that {@code agent-safe.yaml} ends with
   */
  ServedWorld(Path folder, String settings, Clock clock) {
    run("init", folder.toString());
    try {
      Files.writeString(folder.resolve("agent-safe.yaml"), settings, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    workspace =
        switch (Workspace.load(folder)) {
          case Loaded.Good<Workspace>(var loaded, var warnings) -> loaded;
          case Loaded.Bad<Workspace>(var problems) ->
              throw new IllegalStateException(problems.toString());
        };
    cluster.put("prod/web", 3);
    cluster.put("dev/web", 1);
    operator = Wiring.operator(workspace);
    governor = Governor.open(new Governor.Config(workspace, List.of(cluster), clock));
    gateway =
        Gateway.start(new Gateway.Config(governor, operator, new Settings.Gateway("127.0.0.1", 0)));
    tokens =
        new IdentityTokens(
            IdentityTokens.Config.of(
                workspace.settings().tokens().issuer(), new Wiring().keys(workspace)));
  }

  static void run(String... args) {
    var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    if (Main.run(args, out, System.err) != 0) {
      throw new IllegalStateException(String.join(" ", args) + " failed");
    }
  }

  String token(String agent, String... roles) {
    return token(agent, Duration.ofHours(1), roles);
  }

  String token(String agent, Duration life, String... roles) {
    var caller =
        new Caller(
            new AgentId(agent),
            "",
            new Caller.Grants(List.of(roles), List.of()),
            Caller.Delegation.NONE);
    return tokens.issue(caller, life, Instant.now());
  }

  String operatorSecret() {
    return Address.secret(workspace.root()).orElseThrow();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.url().resolve(path)).timeout(Duration.ofSeconds(90));
  }

  Got get(String path, String token) {
    return send(request(path).header("Authorization", "Bearer " + token).GET());
  }

  Got post(String path, String token, String json) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  Got send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var body =
          Json.read(response.body()) instanceof Json.Read.Good(Value.Fields fields)
              ? fields
              : Value.EMPTY;
      return new Got(response.statusCode(), body, response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks to scale production, which a person must approve; the request's id. */
  String askForProd(String token, int replicas) {
    var got = post("/v1/check", token, scale("prod/web", replicas));
    if (!got.text("result").equals("require_approval")) {
      throw new IllegalStateException(JsonText.compact(got.body()));
    }
    return got.text("request_id");
  }

  /** The operator looks at a question until its evidence is there, and answers it. */
  Voted vote(String requestId, boolean approves, String reason) {
    var shown = question(requestId);
    return governor.vote(
        operator,
        shown.id(),
        Seen.of(shown),
        new VoteStatement.Choice(approves, reason, Changes.NONE, false),
        Duration.ofSeconds(2));
  }

  /** The operator agrees to so many replicas instead. */
  Voted offer(String requestId, int replicas) {
    var shown = question(requestId);
    var changes = new Changes(Value.EMPTY.with("replicas", Value.of(replicas)), Optional.of(60L));
    return governor.vote(
        operator,
        shown.id(),
        Seen.of(shown),
        new VoteStatement.Choice(true, "less is enough", changes, false),
        Duration.ofSeconds(2));
  }

  /** The members of the operator's signed vote. */
  String signedVote(String requestId, boolean approves, String reason) {
    var shown = question(requestId);
    var signer = operator.signer().orElseThrow();
    return JsonText.compact(
        VoteForm.of(
            new VoteStatement(
                    shown.id(),
                    Seen.of(shown),
                    new VoteStatement.Choice(approves, reason, Changes.NONE, false),
                    new VoteStatement.By(operator.operator().id(), signer.publicKey().id()),
                    new VoteStatement.Moment(Instant.now(), 2))
                .sign(signer)));
  }

  /** The members of the operator's signed review of a break-glass. */
  String signedReview(String requestId) {
    var signer = operator.signer().orElseThrow();
    return JsonText.compact(
        ReviewForm.of(
            new ReviewStatement(
                    new ApprovalId(requestId),
                    "evt-000000000000",
                    new ReviewStatement.Judgement(true, "looked at it"),
                    new VoteStatement.By(operator.operator().id(), signer.publicKey().id()),
                    Instant.now())
                .sign(signer)));
  }

  private ApprovalRequest question(String requestId) {
    var id = new ApprovalId(requestId);
    while (governor.approval(id).orElseThrow().asked().evidence()
        instanceof Rehearsal.Outcome.Gathering) {
      LockSupport.parkNanos(200_000);
    }
    return governor.approval(id).orElseThrow();
  }

  static String scale(String target, int replicas) {
    return "{\"action\":\"scale-deployment\",\"target\":\"%s\",\"params\":{\"replicas\":%d}}"
        .formatted(target, replicas);
  }

  @Override
  public void close() {
    http.close();
    gateway.close();
    governor.close();
  }
}
