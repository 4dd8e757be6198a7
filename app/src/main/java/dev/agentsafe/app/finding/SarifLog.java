package dev.agentsafe.app.finding;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.lint.Code;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.RuleCoverage;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Findings as a SARIF 2.1.0 log, which code hosts show beside the lines; for one thread, used once.
 */
public final class SarifLog {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final String BASE = "WORKSPACE";
  private static final Kind FAILED =
      new Kind("policy-test", "A policy test that failed", "Correct the rules or the test.");
  private static final Kind UNCOVERED =
      new Kind("uncovered-rule", "A rule that decided no policy test", "Add a test of it.");

  private final Place place;
  private final String version;
  private final Map<String, Value> kinds = new LinkedHashMap<>();
  private final List<Value> results = new ArrayList<>();

  private SarifLog(Place place, String version) {
    this.place = place;
    this.version = version;
  }

  private record Kind(String id, String meaning, String fix) {}

  /** What a validation found. */
  public static Value of(List<Problem> problems, Place place, String version) {
    var log = new SarifLog(place, version);
    for (var problem : problems) {
      var code = Code.of(problem.code());
      var kind =
          new Kind(
              problem.code(),
              code.map(Code::meaning).orElse(problem.code()),
              code.map(Code::fix).orElse("See the message."));
      log.add(kind, level(problem.severity()), problem.message(), problem.location());
    }
    return log.log();
  }

  /** What a run of policy tests found: those that failed, and rules that they leave out. */
  public static Value ofTests(
      List<PolicyTest.Result> tests, Optional<RuleCoverage> coverage, Place place, String version) {
    var log = new SarifLog(place, version);
    for (var test : tests) {
      test.failure()
          .ifPresent(why ->
              log.add(
                  FAILED,
                  "error",
                  test.test().name() + ": " + why + " (" + test.reason() + ")",
                  test.test().origin()));
    }
    coverage.ifPresent(found ->
        found.rows().stream()
            .filter(row -> row.decided() == 0)
            .forEach(row ->
                log.add(
                    UNCOVERED,
                    "note",
                    "no test is decided by rule `" + row.rule().name() + "`; add one",
                    row.rule().origin())));
    return log.log();
  }

  private static String level(Problem.Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case HINT -> "note";
    };
  }

  private void add(Kind kind, String level, String message, Location location) {
    kinds.computeIfAbsent(kind.id(), id -> rule(kind));
    results.add(
        Value.EMPTY
            .with("ruleId", Value.of(kind.id()))
            .with("ruleIndex", Value.of(List.copyOf(kinds.keySet()).indexOf(kind.id())))
            .with("level", Value.of(level))
            .with("message", text(message))
            .with("locations", new Value.Items(List.of(located(location)))));
  }

  private static Value rule(Kind kind) {
    return Value.EMPTY
        .with("id", Value.of(kind.id()))
        .with("shortDescription", text(kind.meaning()))
        .with("help", text(kind.fix()));
  }

  private Value located(Location location) {
    var name = place.file(location);
    var artifact =
        name.startsWith("/") || name.contains(":")
            ? Value.EMPTY.with("uri", Value.of(place.workspace().resolve(name).toUri().toString()))
            : Value.EMPTY.with("uri", Value.of(relative(name))).with("uriBaseId", Value.of(BASE));
    var physical = Value.EMPTY.with("artifactLocation", artifact);
    return Value.EMPTY.with(
        "physicalLocation",
        location.line() == 0
            ? physical
            : physical.with(
                "region",
                Value.EMPTY
                    .with("startLine", Value.of(location.line()))
                    .with("startColumn", Value.of(location.column()))));
  }

  private static String relative(String name) {
    try {
      return new URI(null, null, name, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path without a scheme is a reference", e);
    }
  }

  private Value log() {
    var driver =
        Value.EMPTY
            .with("name", Value.of("agent-safe"))
            .with("version", Value.of(version))
            .with("rules", new Value.Items(List.copyOf(kinds.values())));
    var run =
        Value.EMPTY
            .with("tool", Value.EMPTY.with("driver", driver))
            .with("columnKind", Value.of("unicodeCodePoints"))
            .with("originalUriBaseIds", Value.EMPTY.with(BASE, base()))
            .with("results", new Value.Items(results));
    return Value.EMPTY
        .with("$schema", Value.of(SCHEMA))
        .with("version", Value.of("2.1.0"))
        .with("runs", new Value.Items(List.of(run)));
  }

  private Value base() {
    var uri = place.workspace().toUri().toString();
    return Value.EMPTY.with("uri", Value.of(uri.endsWith("/") ? uri : uri + "/"));
  }

  private static Value text(String text) {
    return Value.EMPTY.with("text", Value.of(text));
  }
}
