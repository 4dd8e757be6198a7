package dev.agentsafe.core;

import static java.util.stream.Collectors.toSet;

import dev.agentsafe.core.anchor.AnchorReader;
import dev.agentsafe.core.anchor.AnchorSettings;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.credential.AwsSettings;
import dev.agentsafe.core.credential.CredentialReader;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.identity.IdentityReader;
import dev.agentsafe.core.identity.IdentitySettings;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.limit.RateLimit;
import dev.agentsafe.core.limit.RiskBudget;
import dev.agentsafe.core.request.ChangeTickets;
import dev.agentsafe.core.runner.ClusterSettings;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.runner.ExecutorSettings;
import dev.agentsafe.core.ship.NotifierReader;
import dev.agentsafe.core.ship.ShipperReader;
import dev.agentsafe.core.ship.ShipperSettings;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Source;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code agent-safe.yaml}. */
final class SettingsReader {
  private static final Set<String> FILE =
      keys(
          "registry",
          "policies",
          "inventory",
          "audit_log",
          "signing_key",
          "issuer",
          "rate_limit",
          "cumulative_risk",
          "tickets",
          "approvals",
          "change_tickets",
          "operator",
          "operators",
          "gateway",
          "identity",
          "credentials",
          "aws",
          "exec",
          "kubernetes",
          "egress",
          "shippers",
          "notifiers",
          "anchors",
          "readiness");
  private static final Set<String> APPROVALS = keys("ttl", "claim_ttl", "review_within");
  private static final Set<String> RATE =
      keys(
          "max_requests",
          "window_seconds",
          "circuit_breaker_threshold",
          "circuit_breaker_window_seconds",
          "circuit_breaker_cooldown_seconds");
  private static final Set<String> RISK =
      keys("window_seconds", "risk_scores", "escalation_threshold", "deny_threshold");
  private static final Set<String> OPERATOR = keys("id", "name", "roles", "groups");

  private static final long MONTH = 30L * 24 * 3600;

  private final Section file;
  private final Problems problems;
  private final Path root;

  private SettingsReader(Section file, Path root) {
    this.file = file;
    this.problems = file.problems();
    this.root = root;
  }

  private static Set<String> keys(String... keys) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(keys)));
  }

  /** The settings of a text; empty where they do not hold, and why is noted. */
  static Optional<Settings> read(Source source, Path root, Problems problems) {
    var node = Document.read(source, problems);
    if (node.isEmpty()) {
      if (!problems.hasErrors()) {
        SettingsCheck.empty(problems);
      }
      return Optional.empty();
    }
    var settings = read(node.get(), root, problems);
    return problems.hasErrors() ? Optional.empty() : Optional.of(settings);
  }

  /** The settings of a file; what is wrong is noted. */
  static Settings read(Node node, Path root, Problems problems) {
    var file = Section.open(node, "the workspace's settings", FILE, problems);
    return new SettingsReader(file, root).settings();
  }

  private Settings settings() {
    return new Settings(
        new Settings.Paths(
            self(),
            folder("registry"),
            folder("policies"),
            path("inventory"),
            path("audit_log").orElse(root.resolve("audit.jsonl"))),
        new Settings.Tokens(
            file.optionalText("issuer").orElse("agent-safe"), sharedKey(), ticketLife()),
        new Settings.Limits(
            file.given("rate_limit").map(this::rate),
            file.given("cumulative_risk").map(this::risk)),
        approvals(),
        file.given("change_tickets")
            .map(node -> ChangeTickets.read(node, problems))
            .orElse(ChangeTickets.ANY),
        gateway(),
        identity(),
        credentials(),
        executors(),
        outside());
  }

  private Path self() {
    var name = Path.of(problems.locate(file.node()).file()).getFileName();
    return root.resolve(String.valueOf(name));
  }

  /** One that must be said; nothing is no folder. */
  private Path folder(String key) {
    return path(key, file.text(key)).orElse(root);
  }

  private Optional<Path> path(String key) {
    return file.optionalText(key).flatMap(text -> path(key, text));
  }

  private Optional<Path> path(String key, String text) {
    try {
      return Optional.of(root.resolve(text).normalize());
    } catch (InvalidPathException e) {
      noteAt(file, key, "value", "`" + text + "` is no path");
      return Optional.empty();
    }
  }

  private Optional<String> sharedKey() {
    var key = file.optionalText("signing_key");
    if (key.isPresent() && key.get().isEmpty()) {
      noteAt(file, "signing_key", "value", "`signing_key` is empty; give a key or remove the line");
    }
    return key;
  }

  private Duration ticketLife() {
    return file.given("tickets")
        .map(node -> Section.open(node, "`tickets`", keys("ttl"), problems))
        .map(item -> seconds(item, "ttl", 300, 600))
        .orElse(Duration.ofMinutes(5));
  }

  private Settings.Approvals approvals() {
    var item =
        file.given("approvals").map(node -> Section.open(node, "`approvals`", APPROVALS, problems));
    var life = item.map(i -> seconds(i, "ttl", 3600, MONTH)).orElse(Duration.ofHours(1));
    var claim = item.map(i -> seconds(i, "claim_ttl", 900, MONTH)).orElse(Duration.ofMinutes(15));
    var review =
        item.map(i -> seconds(i, "review_within", 24 * 3600, MONTH)).orElse(Duration.ofDays(1));
    var beside = Optional.of(root.resolve("operators.yaml")).filter(Files::isRegularFile);
    return new Settings.Approvals(
        life,
        claim,
        review,
        file.given("operator").map(this::operator),
        path("operators").or(() -> beside));
  }

  private Operator operator(Node node) {
    var item = Section.open(node, "`operator`", OPERATOR, problems);
    var id = item.text("id");
    return new Operator(
        new OperatorId(id), item.text("name", id), item.texts("roles"), item.texts("groups"));
  }

  private Settings.Gateway gateway() {
    return file.given("gateway")
        .map(node -> Section.open(node, "`gateway`", keys("host", "port"), problems))
        .map(item ->
            new Settings.Gateway(
                item.text("host", "127.0.0.1"),
                (int) whole(item, "port", 8420, new Range(0, 65_535))))
        .orElse(new Settings.Gateway("127.0.0.1", 8420));
  }

  private Credentials credentials() {
    return file.given("credentials")
        .map(node -> CredentialReader.read(node, root, problems))
        .orElse(Credentials.NONE);
  }

  private ExecutorSettings executors() {
    return new ExecutorSettings(
        file.given("aws").map(node -> AwsSettings.read(node, problems)).orElse(AwsSettings.NONE),
        file.given("exec").map(node -> CommandRules.read(node, problems)).orElse(CommandRules.NONE),
        file.given("kubernetes")
            .map(node -> ClusterSettings.read(node, root, problems))
            .orElse(ClusterSettings.NONE));
  }

  private IdentitySettings identity() {
    return file.given("identity")
        .map(node ->
            IdentityReader.read(
                node, root, file.optionalText("issuer").orElse("agent-safe"), problems))
        .orElse(IdentitySettings.NONE);
  }

  private Settings.Outside outside() {
    var egress =
        file.given("egress")
            .map(node -> EgressSettings.read(node, root, problems))
            .orElse(EgressSettings.NONE);
    var shippers = ShipperReader.read(file.items("shippers"), root, egress, problems);
    var taken = shippers.stream().map(ShipperSettings::name).collect(toSet());
    return new Settings.Outside(
        egress,
        shippers,
        NotifierReader.read(file.items("notifiers"), taken, egress, root, problems),
        file.given("anchors")
            .map(node -> AnchorReader.read(node, egress, root, problems))
            .orElse(AnchorSettings.NONE),
        file.given("readiness").map(at -> Readiness.read(at, problems)).orElse(Readiness.ANY));
  }

  private RateLimit rate(Node node) {
    var item = Section.open(node, "`rate_limit`", RATE, problems);
    return new RateLimit(
        whole(item, "max_requests", 100, Range.from(1)),
        positive(item, "window_seconds", 60),
        new RateLimit.Breaker(
            whole(item, "circuit_breaker_threshold", 0, Range.from(0)),
            positive(item, "circuit_breaker_window_seconds", 60),
            positive(item, "circuit_breaker_cooldown_seconds", 300)));
  }

  private RiskBudget risk(Node node) {
    var item = Section.open(node, "`cumulative_risk`", RISK, problems);
    return new RiskBudget(
        positive(item, "window_seconds", 3600),
        item.get("risk_scores").map(this::scores).orElse(defaultScores()),
        whole(item, "escalation_threshold", 30, Range.from(1)),
        whole(item, "deny_threshold", 75, Range.from(1)));
  }

  private static Map<RiskClass, Long> defaultScores() {
    return Map.of(
        RiskClass.LOW, 1L, RiskClass.MEDIUM, 5L, RiskClass.HIGH, 15L, RiskClass.CRITICAL, 50L);
  }

  /** Given scores stand for all of them: a class that is left out adds nothing. */
  private Map<RiskClass, Long> scores(Node node) {
    var item =
        Section.open(node, "`risk_scores`", keys("low", "medium", "high", "critical"), problems);
    var named = new LinkedHashMap<RiskClass, Long>();
    for (var risk : RiskClass.values()) {
      item.get(risk.label())
          .ifPresent(
              at -> named.put(risk, saturated(item.typed().whole(at, "`" + risk.label() + "`"))));
    }
    return named.isEmpty() ? named : new EnumMap<>(named);
  }

  private Duration seconds(Section item, String key, long fallback, long most) {
    return Duration.ofSeconds(whole(item, key, fallback, new Range(1, most)));
  }

  private record Range(long least, long most) {
    static Range from(long least) {
      return new Range(least, Long.MAX_VALUE);
    }
  }

  private long whole(Section item, String key, long fallback, Range range) {
    var value = saturated(item.whole(key, BigInteger.valueOf(fallback)));
    if (value < range.least() || value > range.most()) {
      noteAt(
          item,
          key,
          "range",
          "`"
              + key
              + "` must be at least "
              + range.least()
              + (range.most() == Long.MAX_VALUE ? "" : " and at most " + range.most())
              + ", not `"
              + value
              + "`");
    }
    return value;
  }

  /** Beyond what any counter reaches, larger makes no difference. */
  private static long saturated(BigInteger value) {
    if (value.bitLength() < 64) {
      return value.longValue();
    }
    return value.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  private double positive(Section item, String key, double fallback) {
    var value = item.number(key, fallback);
    if (!(value > 0)) {
      noteAt(
          item, key, "range", "`" + key + "` must be greater than 0 seconds, not `" + value + "`");
    }
    return value;
  }

  private void noteAt(Section item, String key, String code, String message) {
    item.get(key).ifPresent(node -> problems.error(node, code, message));
  }
}
