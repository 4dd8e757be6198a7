package dev.agentsafe.app.demo;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent as any other: it knows the gateway's address and its own token, and speaks HTTP. */
final class DemoAgent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI gateway;
  private final String token;

  DemoAgent(URI gateway, String token) {
    this.gateway = gateway;
    this.token = token;
  }

  /** What the gateway said. */
  record Answer(int status, Value.Fields body) {

    String text(String name) {
      return body.text(name).orElse("");
    }

    Value.Fields fields(String name) {
      return body.get(name).orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
    }
  }

  Answer check(String action, String target, Map<String, Value> params)
      throws IOException, InterruptedException {
    var body = new LinkedHashMap<String, Value>();
    body.put("action", Value.of(action));
    body.put("target", Value.of(target));
    body.put("params", new Value.Fields(params));
    return post("/v1/check", new Value.Fields(body));
  }

  /**
   * Submits a plan: steps of {@code id}, {@code action}, {@code target}, {@code params} and such.
   */
  Answer plan(List<Value.Fields> steps) throws IOException, InterruptedException {
    return post("/v1/plans", Value.EMPTY.with("steps", new Value.Items(List.copyOf(steps))));
  }

  /** Asks where an approval stands, and waits for somebody to answer it. */
  Answer awaitApproval(String requestId) throws IOException, InterruptedException {
    return get("/v1/approvals/" + requestId + "?wait=60");
  }

  Answer redeem(String ticket) throws IOException, InterruptedException {
    return post("/v1/executions", new Value.Fields(Map.of("ticket", Value.of(ticket))));
  }

  Answer awaitRun(String runId) throws IOException, InterruptedException {
    return get("/v1/executions/" + runId + "?wait=60");
  }

  /** Redeems the ticket of an answer and waits until its run has ended. */
  Answer execute(Answer holder) throws IOException, InterruptedException {
    var begun = redeem(holder.fields("ticket").text("token").orElse(""));
    return begun.status() == 202 ? awaitEnd(begun.text("run_id")) : begun;
  }

  /** Waits until a run has ended. */
  Answer awaitEnd(String runId) throws IOException, InterruptedException {
    var run = awaitRun(runId);
    while (run.text("status").equals("running")) {
      run = awaitRun(runId);
    }
    return run;
  }

  private Answer post(String path, Value.Fields body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(CanonicalJson.bytes(body))));
  }

  private Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return switch (Json.read(response.body())) {
      case Json.Read.Good(Value.Fields body) -> new Answer(response.statusCode(), body);
      case Json.Read.Good(var other) -> new Answer(response.statusCode(), Value.EMPTY);
      case Json.Read.Bad bad -> throw new IOException("the gateway sent no JSON: " + bad.message());
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
