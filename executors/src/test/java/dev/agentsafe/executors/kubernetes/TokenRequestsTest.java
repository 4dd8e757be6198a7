package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.credential.CredentialReader;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.CredentialSource.Subject;
import dev.agentsafe.core.credential.CredentialSource.Wanted;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a small API that answers as its documentation says. */
final class TokenRequestsTest {
  private static final String PATH =
      "/api/v1/namespaces/agents/serviceaccounts/shop-deployer/token";
  private static final String OWN = "own-token-of-the-kubeconfig";
  private static final String MADE = "eyJhbGciOiJSUzI1NiJ9.made-for-one.execution";
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir private Path root;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile int status;
  private volatile String answer = "";
  private HttpServer api;

  /** What the API was asked. */
  private record Request(String method, String path, String authorization, String body) {}

  @BeforeEach
  void setUp() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          requests.add(
              new Request(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    api.start();
    Files.writeString(
        root.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: demo
        contexts: [{name: demo, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: %s}}]
        """
            .formatted(api.getAddress().getPort(), OWN));
  }

  @AfterEach
  void tearDown() {
    api.stop(0);
  }

  @Test
  void exactlyWhatTheSettingsSayIsAskedFor() {
    answers(201, made(MADE, now.plusSeconds(900)));

    var good =
        good(
            "audiences: [https://kubernetes.default.svc], expiration: 900, bound_to: {kind: Secret,"
                + " name: agent-safe, uid: 6e9c7f5e-9a6c-4f5b-8a57-1f1a1f1a1f1a}");

    assertThat(good.credential().secret().reveal("token")).isEqualTo(MADE);
    assertThat(good.credential().kind()).isEqualTo("kubernetes");
    assertThat(good.toString()).doesNotContain(MADE);
    var request = only();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo(PATH);
    assertThat(request.authorization()).isEqualTo("Bearer " + OWN);
    assertThat(Json.read(request.body()))
        .isEqualTo(
            Json.read(
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {
                  "audiences": ["https://kubernetes.default.svc"], "expirationSeconds": 900,
                  "boundObjectRef": {"apiVersion": "v1", "kind": "Secret", "name": "agent-safe",
                    "uid": "6e9c7f5e-9a6c-4f5b-8a57-1f1a1f1a1f1a"}}}
                """));
  }

  @Test
  void whereNothingIsSaidTheLifeIsTheActionsWithinTheLimits() {
    answers(201, made(MADE, now.plusSeconds(600)));
    good("");
    assertThat(Json.read(only().body()))
        .isEqualTo(
            Json.read(
                "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\","
                    + " \"spec\": {\"expirationSeconds\": 600}}"));
  }

  @Test
  void theEndThatTheClusterSaysIsWhatCounts() {
    answers(201, made(MADE, now.plusSeconds(120)));
    var cut = good("expiration: 3600").credential();
    assertThat(cut.expiresAt()).contains(now.plusSeconds(120));
    assertThat(cut.isOver(now.plusSeconds(119))).isFalse();
    assertThat(cut.isOver(now.plusSeconds(120))).isTrue();
  }

  @Test
  void aTokenThatHasEndedAlreadyIsNotUsed() {
    answers(201, made(MADE, now.minusSeconds(1)));
    try (var bench = bench()) {
      var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));
      assertThat(((RunRecord.Skipped) run).why())
          .contains("`cluster`", "ended already")
          .doesNotContain(MADE);
    }
  }

  @Test
  void theExecutorActsWithIt() {
    answers(201, made(MADE, now.plusSeconds(600)));
    try (var bench = bench();
        var witness = Witness.plain(bench.sandbox.api())) {
      bench.through(witness.address());
      assertThat(bench.run("scale-deployment", "prod/web", Map.of("replicas", 5)))
          .isInstanceOf(RunRecord.Succeeded.class);
      assertThat(witness.calls().stream().filter(Witness.Call::writes))
          .singleElement()
          .satisfies(call -> assertThat(call.authorization()).contains("Bearer " + MADE));
    }
  }

  @Test
  void refusalsAreSaidInOurWordsWithoutTheClusters() {
    var status = "{\"kind\":\"Status\",\"code\":%d,\"message\":\"" + MADE + " " + OWN + "\"}";
    Map.of(
            401, "does not know the user",
            403, "may not `create` `serviceaccounts/token` for `agents/shop-deployer`",
            404, "no service account `agents/shop-deployer`",
            409, "another object",
            422, "`audiences`",
            429, "answered 429",
            500, "answered 500")
        .forEach((code, words) -> {
          answers(code, status.formatted(code));
          assertThat(refused("", Optional.empty(), "shop"))
              .contains(words)
              .doesNotContain(MADE)
              .doesNotContain(OWN);
        });
  }

  @Test
  void anAnswerThatIsNoTokenIsRefused() {
    for (var body :
        new String[] {
          "{\"kind\":\"TokenRequest\",\"apiVersion\":\"authentication.k8s.io/v1\"}",
          made("", now.plusSeconds(600)),
          made(MADE, now).replace(now.toString(), "tomorrow"),
          made(MADE, now).replace("\"expirationTimestamp\":\"" + now + "\",", ""),
          "[" + MADE,
          MADE
        }) {
      answers(201, body);
      assertThat(refused("", Optional.empty(), "shop")).as(body).doesNotContain(MADE);
    }
  }

  @Test
  void aClusterThatIsNotThereIsSaid() {
    api.stop(0);
    assertThat(refused("", Optional.empty(), "shop")).contains("`demo`", "no answer");
  }

  @Test
  void aParameterCannotLeadToAnotherAccount() {
    for (var app : new String[] {"../x", "a/b", "A", "", "a b", "a%2fb", "a?b"}) {
      assertThat(refused("", Optional.empty(), app))
          .as(app)
          .contains("no name of a service account");
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void noClusterSeesAnothersToken() {
    try (var bench = new Bench()) {
      var elsewhere =
          bench.order("scale-deployment", "elsewhere/web", Map.of("replicas", 5)).request();
      assertThat(refused("", Optional.of(elsewhere.target()), "shop"))
          .contains("`demo`", "`elsewhere/web` is in `elsewhere`");
      var unbound =
          bench
              .order(
                  "scale-deployment",
                  "prod/unbound",
                  Map.of("namespace", "a", "deployment", "b", "replicas", 5))
              .request();
      assertThat(refused("", Optional.of(unbound.target()), "shop")).contains("in none");
    }
    assertThat(requests).isEmpty();
  }

  private Obtained.Good good(String more) {
    return (Obtained.Good) credentials(more).ask("cluster", wanted(Optional.empty(), "shop"));
  }

  private String refused(String more, Optional<Target> target, String app) {
    return ((Obtained.Refused) credentials(more).ask("cluster", wanted(target, app))).why();
  }

  private Wanted wanted(Optional<Target> target, String app) {
    var scope = new CredentialScope("kubernetes", Value.EMPTY, 300);
    return new Wanted(
        scope,
        new Subject(scope, Value.EMPTY.with("app", Value.of(app)), target),
        "evt-0123456789ab",
        now);
  }

  private Credentials credentials(String more) {
    var problems = new Problems("agent-safe.yaml");
    var yaml =
        """
        sources:
          cluster: {kind: kubernetes-token, context: demo, kubeconfig: ./kubeconfig, namespace: agents,
            service_account: "{{ params.app }}-deployer"%s}
        serve: [{type: kubernetes, targets: [prod/web], source: cluster}]
        """
            .formatted(more.isEmpty() ? "" : ", " + more);
    var node = Document.read(new Source("agent-safe.yaml", yaml), problems).orElseThrow();
    var read = CredentialReader.read(node, root, problems);
    assertThat(problems.list()).isEmpty();
    return read;
  }

  /** Its cluster is another one than the one that makes tokens, which changes nothing for it. */
  private Bench bench() {
    var bench = new Bench();
    var made = credentials("");
    bench.credentials =
        new Credentials(
            Map.of(
                "cluster",
                wanted -> made.ask("cluster", wanted(wanted.subject().target(), "shop"))),
            made.servings());
    return bench;
  }

  private void answers(int code, String body) {
    status = code;
    answer = body;
  }

  private Request only() {
    assertThat(requests).hasSize(1);
    return requests.getFirst();
  }

  private static String made(String token, Instant until) {
    return "{\"kind\":\"TokenRequest\",\"apiVersion\":\"authentication.k8s.io/v1\",\"spec\":{},\"status\":{"
               + "\"expirationTimestamp\":\""
        + until
        + "\",\"token\":\""
        + token
        + "\"}}";
  }
}
