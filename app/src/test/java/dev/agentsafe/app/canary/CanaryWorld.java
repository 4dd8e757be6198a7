package dev.agentsafe.app.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentsafe.app.Main;
import dev.agentsafe.app.Wiring;
import dev.agentsafe.app.gateway.Gateway;
import dev.agentsafe.app.notify.Notifiers;
import dev.agentsafe.app.wire.Address;
import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipStatus;
import dev.agentsafe.core.ship.ShipperSettings;
import dev.agentsafe.core.ship.Shippers;
import dev.agentsafe.core.ship.Shipping;
import dev.agentsafe.core.yaml.Loaded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** A workspace that ships and tells to everywhere, governed and served in this process. */
final class CanaryWorld implements AutoCloseable {
  final Path root;
  final Workspace workspace;
  final Governor governor;
  final Gateway gateway;
  final OperatorHand operator;
  final Shipping shipping;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BiConsumer<String, String> sink;

  /**
   * Opens it.
   *
   * @param secrets what the workspace itself keeps secret, by the names of their files
   * @param sink takes what came out, with the name of where
   */
  CanaryWorld(
      Path root,
      List<Canary> canaries,
      Receivers receivers,
      List<Secret> secrets,
      BiConsumer<String, String> sink)
      throws IOException {
    this.root = root;
    this.sink = sink;
    write(receivers);
    for (var secret : secrets) {
      keep(secret.file(), secret.text());
    }
    workspace =
        switch (Workspace.load(root)) {
          case Loaded.Good<Workspace>(var loaded, var warnings) -> loaded;
          case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems);
        };
    governor =
        Governor.open(
            new Governor.Config(workspace, List.of(new Parrot(canaries)), Clock.systemUTC()));
    governor.archive().open();
    operator = Wiring.operator(workspace);
    gateway = Wiring.gateway(governor, new Settings.Gateway("127.0.0.1", 0));
    shipping = ship();
  }

  /** A secret of the workspace's own. */
  record Secret(String file, String text) {}

  /** Puts a text into a file that its owner alone can read. */
  void keep(String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.writeString(path, text);
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private Shipping ship() {
    var outside = workspace.settings().outside();
    ObjectStore.Provider bucket = (settings, egress) -> new Bucket(settings, sink);
    var posts =
        new java.util.ArrayList<>(
            Shippers.open(outside.shippers(), outside.egress(), Optional.of(bucket)));
    posts.addAll(Notifiers.open(outside.notifiers(), outside.egress()));
    return Shipping.start(
        new Shipping.Source(
            workspace.settings().paths().auditLog(),
            governor::journalSize,
            ShipStatus.folder(workspace.local())),
        posts,
        wake -> governor.subscribe(entry -> wake.run()));
  }

  /** A bucket that anybody can read. */
  private record Bucket(ShipperSettings.Bucket settings, BiConsumer<String, String> sink)
      implements ObjectStore {
    @Override
    public Optional<String> put(String name, byte[] content) {
      sink.accept("shippers", name + "\n" + new String(content, UTF_8));
      return Optional.empty();
    }

    @Override
    public Kept keep(String name, byte[] content, Lock lock) {
      put(name, content);
      return new Kept.Held("1", lock);
    }

    @Override
    public void close() {}
  }

  /** Calls the gateway; whatever it answers is kept. */
  String call(String method, String path, String token, String body) {
    var publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(gateway.url().resolve(path))
            .timeout(Duration.ofSeconds(90))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    try {
      var got = http.send(request, HttpResponse.BodyHandlers.ofString());
      var shown = got.statusCode() + " " + got.headers().map() + withoutTickets(got.body());
      sink.accept("gateway answers", shown);
      return got.body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * A ticket is handed to who asked and is as secret as what was asked for: it names the parameters
   * that it is for. It must be nowhere else.
   */
  private static String withoutTickets(String text) {
    return Json.read(text) instanceof Json.Read.Good(Value.Fields fields)
        ? JsonText.pretty(fields.with("ticket", Value.NULL))
        : text.replaceAll("(?m)^  ticket .*$", "");
  }

  /** Waits until everybody got everything. */
  void awaitShipped() {
    var names = new java.util.ArrayList<String>();
    workspace.settings().outside().shippers().forEach(s -> names.add(s.name()));
    workspace.settings().outside().notifiers().forEach(n -> names.add(n.name()));
    while (ShipStatus.all(names, workspace.local(), governor.journalSize()).stream()
        .anyMatch(s -> s.lag() > 0)) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** An identity token of the workspace's own. */
  String token(String agent) {
    return new IdentityTokens(
            IdentityTokens.Config.of(
                workspace.settings().tokens().issuer(), new Wiring().keys(workspace)))
        .issue(
            new Caller(new AgentId(agent), "", Caller.Grants.NONE, Caller.Delegation.NONE),
            Duration.ofHours(1),
            Instant.now());
  }

  /** The operator's secret of this start. */
  String operatorSecret() {
    return Address.secret(root).orElseThrow();
  }

  /** Runs a command in this process, as text and as JSON where it can; what it says is kept. */
  void command(String... words) {
    var text = List.of(words);
    run(text);
    if (!text.contains("--format")) {
      var json = new java.util.ArrayList<>(text);
      json.add("--json-output");
      run(json);
    }
  }

  private void run(List<String> words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var all = new java.util.ArrayList<>(words);
    all.add("--config");
    all.add(root.toString());
    Main.run(
        all.toArray(String[]::new),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
    var report = words.contains("--format") || words.contains("export");
    var said = withoutTickets(out.toString(UTF_8));
    sink.accept(report ? "reports and exports" : "command line", said);
    sink.accept("errors of the command line", err.toString(UTF_8));
  }

  private void write(Receivers receivers) throws IOException {
    Files.createDirectories(root.resolve("actions"));
    Files.createDirectories(root.resolve("policies"));
    Files.createDirectories(root.resolve("tests"));
    var here = "http://127.0.0.1:" + receivers.http();
    Files.writeString(
        root.resolve("agent-safe.yaml"),
        """
        registry: ./actions/
        policies: ./policies/
        inventory: ./inventory.yaml
        audit_log: ./audit.jsonl
        rate_limit: {max_requests: 100000, window_seconds: 1}
        cumulative_risk: {window_seconds: 1, escalation_threshold: 1000000, deny_threshold: 2000000}
        credentials:
          sources:
            local: {kind: file, fields: {token: ./credential, other: ./credential-2}}
          serve:
            - {type: keys, source: local}
        egress: {hosts: ["127.0.0.1:%3$d", "127.0.0.1:%2$d"]}
        shippers:
          - {name: copy, type: filesystem, path: ./copy/audit.jsonl}
          - {name: hook, type: webhook, url: "%1$s/ship/hook", secret: {file: hook-secret}}
          - {name: ocsf, type: webhook, url: "%1$s/ship/ocsf", format: ocsf}
          - {name: splunk, type: splunk_hec, url: "%1$s/ship/splunk", token: {file: splunk-token}}
          - {name: logs, type: syslog, host: 127.0.0.1, port: %2$d, tls: false}
          - {name: bucket, type: s3, bucket: audit-1, region: eu-central-1}
        notifiers:
          - {name: pager, type: webhook, url: "%1$s/tell/pager", secret: {file: pager-secret}}
          - {name: chat, type: slack, address: {file: slack-address}}
        """
            .formatted(here, receivers.syslog(), receivers.http()));
    Files.writeString(
        root.resolve("actions/set-key.yaml"),
        """
        name: set-key
        version: "1.0.0"
        description: Set a key.
        risk_class: medium
        target_types: [k8s-deployment]
        parameters:
          - {name: number, type: integer, description: which}
          - {name: key, type: string, description: the key, secret: true}
          - {name: note, type: string, description: why}
        credentials: {type: keys, fields: {app: "{{ params.number }}"}, ttl: 60}
        reversible: true
        rollback_action: set-key
        rollback_params:
          number: {source: params.number}
          key: {source: params.key}
          note: {source: params.note}
        state_fields:
          - {name: held, description: what it holds, type: object, required: true}
        """);
    Files.writeString(
        root.resolve("inventory.yaml"),
        """
        targets:
          - id: dev/web
            type: k8s-deployment
            environment: dev
            sensitivity: public
            owner: web
            binding: {kubernetes: {context: demo, namespace: dev, name: web}}
          - id: prod/web
            type: k8s-deployment
            environment: prod
            sensitivity: internal
            owner: web
            binding: {kubernetes: {context: demo, namespace: prod, name: web}}
        """);
    Files.writeString(
        root.resolve("policies/rules.yaml"),
        """
        rules:
          - name: prod-needs-approval
            priority: 20
            decision: require_approval
            reason: Production is approved by people
            match: {targets: {environments: [prod]}}
          - name: dev-is-free
            priority: 10
            decision: allow
            reason: Development is free
            match: {targets: {environments: [dev]}}
        """);
    Files.writeString(
        root.resolve("tests/tests.yaml"),
        """
        tests:
          - {name: free, action: set-key, target: dev/web, caller: bot, expect: allow,
             params: {number: 1, key: x, note: y}}
        """);
  }

  @Override
  public void close() {
    http.close();
    gateway.close();
    shipping.close();
    governor.close();
  }
}
