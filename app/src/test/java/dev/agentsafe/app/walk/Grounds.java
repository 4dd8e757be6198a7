package dev.agentsafe.app.walk;

import dev.agentsafe.app.Main;
import dev.agentsafe.app.Wiring;
import dev.agentsafe.app.gateway.Gateway;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.executors.kubernetes.Connection;
import dev.agentsafe.executors.kubernetes.KubernetesExecutor;
import dev.agentsafe.executors.sandbox.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The starter's catalogue on a small cluster, behind a gateway; everything is allowed. */
final class Grounds implements AutoCloseable {
  private static final String INVENTORY =
      """
      targets:
        - {id: web, type: k8s-deployment, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, namespace: shop, name: web}}}
        - {id: config, type: k8s-configmap, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, namespace: shop, name: config}}}
        - {id: secret, type: k8s-secret, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, namespace: shop, name: login}}}
        - {id: scaler, type: k8s-hpa, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, namespace: shop, name: web}}}
        - {id: shop, type: k8s-namespace, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, name: shop}}}
        - {id: fresh, type: k8s-namespace, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, name: fresh}}}
        - {id: old, type: k8s-namespace, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, name: old}}}
        - {id: node-1, type: k8s-node, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, name: node-1}}}
        - {id: node-2, type: k8s-node, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, name: node-2}}}
      """;

  private static final String SETTINGS =
      """
      registry: ./actions/
      policies: ./policies/
      inventory: ./inventory.yaml
      audit_log: ./audit.jsonl
      rate_limit: {max_requests: 100000, window_seconds: 60}
      cumulative_risk: {window_seconds: 1, risk_scores: {low: 0, medium: 0, high: 0, critical: 0},
                        escalation_threshold: 1000, deny_threshold: 2000}
      """;

  private static final String RULES =
      """
      rules:
        - {name: all, decision: allow, reason: the walk may do anything, match: {}}
      """;

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: %s}
      spec: {unschedulable: %s}
      status:
        allocatable: {cpu: "8", memory: 16Gi, pods: "50"}
        conditions: [{type: Ready, status: "True"}]
      """;

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: old}
      ---
      """
          + NODE.formatted("node-1", "false")
          + "---\n"
          + NODE.formatted("node-2", "true")
          + "---\n"
          + NODE.formatted("node-3", "false")
          + """
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, namespace: shop, labels: {app: web}}
          spec:
            replicas: 3
            selector: {matchLabels: {app: web}}
            template:
              metadata:
                labels: {app: web}
                annotations: {agent-safe.dev/sandbox-ports: "7=echo 80=http"}
              spec: {containers: [{name: web, image: "registry.example/web:1"}]}
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: config, namespace: shop}
          data: {banner: Autumn sale}
          ---
          apiVersion: v1
          kind: Secret
          metadata: {name: login, namespace: shop}
          data: {password: bm90aGluZw==}
          ---
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata: {name: web, namespace: shop}
          spec:
            minReplicas: 1
            maxReplicas: 10
            scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
            metrics:
              - type: Resource
                resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
              - type: Resource
                resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}
          """;

  final MovedClock clock = new MovedClock();
  final KubernetesExecutor executor;
  final Workspace workspace;
  final Governor governor;
  private final Sandbox sandbox;
  private final Gateway gateway;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String agent;
  private final String operator;

  private static final String ONE_MORE_TARGET =
      """
        - {id: more-%1$d, type: k8s-deployment, environment: dev, sensitivity: public, owner: web,
           binding: {kubernetes: {context: demo, namespace: shop, name: more-%1$d}}}
      """;

  private static final String ONE_MORE =
      """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: more-%1$d, namespace: shop, labels: {app: more-%1$d}}
      spec:
        replicas: 1
        selector: {matchLabels: {app: more-%1$d}}
        template:
          metadata: {labels: {app: more-%1$d}}
          spec: {containers: [{name: web, image: "registry.example/web:1"}]}
      """;

  Grounds(Path folder) throws IOException {
    this(folder, 0);
  }

  private static String times(int count, String text) {
    return IntStream.range(0, count).mapToObj(text::formatted).collect(Collectors.joining());
  }

  /**
   * The same with more.
   *
   * @param more so many deployments {@code more-0}, {@code more-1}, … of one pod each
   */
  Grounds(Path folder, int more) throws IOException {
    var quiet = new PrintStream(OutputStream.nullOutputStream());
    if (Main.run(new String[] {"init", folder.toString()}, quiet, quiet) != 0) {
      throw new IllegalStateException("init failed");
    }
    Files.writeString(folder.resolve("inventory.yaml"), INVENTORY + times(more, ONE_MORE_TARGET));
    try (var rules = Files.list(folder.resolve("policies"))) {
      for (var file : rules.toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(folder.resolve("policies/walk.yaml"), RULES);
    Files.writeString(folder.resolve("agent-safe.yaml"), SETTINGS);
    workspace =
        switch (Workspace.load(folder)) {
          case Loaded.Good<Workspace>(var loaded, var warnings) -> loaded;
          case Loaded.Bad<Workspace>(var problems) ->
              throw new IllegalStateException(problems.toString());
        };
    sandbox = Sandbox.start(Duration.ofMillis(5), CLUSTER + times(more, ONE_MORE));
    executor =
        new KubernetesExecutor(
            new KubernetesExecutor.Config(
                Map.of("demo", Connection.to(sandbox.api())),
                Optional.empty(),
                Duration.ofSeconds(10),
                InstantSource.system(),
                new CommandRules(List.of(List.of("hostname")))));
    governor = Governor.open(new Governor.Config(workspace, List.of(executor), clock));
    gateway =
        Gateway.start(
            new Gateway.Config(
                governor, Wiring.operator(workspace), new Settings.Gateway("127.0.0.1", 0)));
    var tokens =
        new IdentityTokens(
            IdentityTokens.Config.of(
                workspace.settings().tokens().issuer(), new Wiring().keys(workspace)));
    agent = tokens.issue(Caller.of(new AgentId("walker")), Duration.ofHours(1), Instant.now());
    operator = Address.secret(workspace.root()).orElseThrow();
  }

  /** The system's clock, which can be put forward. */
  static final class MovedClock extends Clock {
    private volatile Duration moved = Duration.ZERO;

    void advance(Duration by) {
      moved = moved.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(moved);
    }
  }

  Value.Fields agent(String path, String body) {
    return call(path, agent, body);
  }

  Value.Fields operator(String path, String body) {
    return call(path, operator, body);
  }

  /** The answer; an empty body is a GET. */
  private Value.Fields call(String path, String credential, String body) {
    return call(path, credential, body, body.isEmpty() ? "GET" : "POST");
  }

  /** The agent calls its execution off. */
  Value.Fields takeBack(String run) {
    return call("/v1/executions/" + run, agent, "", "DELETE");
  }

  private Value.Fields call(String path, String credential, String body, String method) {
    var request =
        HttpRequest.newBuilder(gateway.url().resolve(path))
            .timeout(Duration.ofSeconds(90))
            .header("Authorization", "Bearer " + credential)
            .header("Content-Type", "application/json");
    request.method(
        method,
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try {
      var text = http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
      return (Value.Fields) ((Json.Read.Good) Json.read(text)).value();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The name of a pod of that deployment. */
  String pod(String deployment) {
    try (var in = sandbox.api().resolve("/api/v1/namespaces/shop/pods").toURL().openStream()) {
      var list =
          (Value.Fields)
              ((Json.Read.Good) Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                  .value();
      return list.objects("items").stream()
          .map(pod -> pod.object("metadata").textOrEmpty("name"))
          .filter(name -> name.startsWith(deployment + "-"))
          .sorted()
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    gateway.close();
    governor.close();
    executor.close();
    sandbox.close();
    http.close();
  }
}
