package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What {@code validate} and {@code test} write for programs, and their exit status. */
final class FormatsTest {
  @TempDir private Path folder = Path.of("");
  private Path workspace = Path.of("");

  @BeforeEach
  void init() {
    workspace = folder.resolve("a workspace");
    assertThat(CliTest.run("init", workspace.toString()).exit()).isZero();
  }

  private CliTest.Ran in(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--config");
    all.add(workspace.toString());
    return CliTest.run(all.toArray(String[]::new));
  }

  /** An error, a warning and a hint; the name would act on a terminal and is no XML. */
  private void spoil(boolean error) throws IOException {
    Files.writeString(
        workspace.resolve("policies/99 mine.yaml"),
        """
        rules:
          - name: "a <b>\\e[31m"
            match: {actions: [nope]}
            decision: allow
            reason: r
          - name: nowhere
            match: {actions: [get-*], targets: {sensitivities: [public], environments: [prod]}}
            decision: %s
            reason: r
        """
            .formatted(error ? "alow" : "allow"));
  }

  private static List<Value.Fields> items(Value.Fields of, String... path) {
    Value at = of;
    for (var key : path) {
      at =
          ((Value.Fields) (at instanceof Value.Items(var list) ? list.getFirst() : at))
              .get(key)
              .orElseThrow();
    }
    return ((Value.Items) at).values().stream().map(v -> (Value.Fields) v).toList();
  }

  @Test
  void theStarterHasNothingToFind() {
    var ran = in("validate", "--severity", "hint", "--fail-on", "hint");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
  }

  @Test
  void textNamesPlaceSeverityAndCode() throws IOException {
    spoil(false);
    var ran = in("validate");
    assertThat(ran.exit()).as("nothing of it keeps the workspace from loading").isZero();
    assertThat(ran.err().lines())
        .hasSize(3)
        .anyMatch(l ->
            l.contains("99 mine.yaml:3:23: warning: rule `a <b>\\u{1b}[31m` names `nope`")
                && l.endsWith("[unknown-action]"))
        .anyMatch(l -> l.contains("99 mine.yaml:3:12: warning: ") && l.endsWith("[broad-allow]"))
        .anyMatch(l -> l.contains("99 mine.yaml:7:40: hint: ") && l.endsWith("[no-target]"));
    assertThat(ran.out()).startsWith("Valid: 34 actions").contains("2 warnings, 1 hint");
    assertThat(in("validate", "--severity", "warning").err().lines()).hasSize(2);
    assertThat(in("validate", "--severity", "error").err()).isEmpty();
  }

  @Test
  void theExitStatusFollowsTheThreshold() throws IOException {
    spoil(false);
    assertThat(in("validate", "--fail-on", "warning").exit()).isEqualTo(Exit.NO);
    assertThat(in("validate", "--fail-on", "error").exit()).isZero();
    assertThat(in("validate", "--fail-on", "hint", "--severity", "error").exit())
        .as("what is not shown still counts")
        .isEqualTo(Exit.NO);
    spoil(true);
    var invalid = in("validate");
    assertThat(invalid.exit()).isEqualTo(Exit.NO);
    assertThat(invalid.err()).contains("Invalid: 1 error");
    for (var wrong : List.of("--format=xml", "--severity=bad", "--fail-on=WARNING")) {
      var ran = in("validate", wrong);
      assertThat(ran.exit()).as(wrong).isEqualTo(Exit.USAGE);
      assertThat(ran.err()).contains("is none of `");
    }
  }

  @Test
  void jsonNamesTheFix() throws IOException {
    spoil(true);
    var problem = items(in("validate", "--format", "json").json(), "problems").getLast();
    assertThat(problem.text("severity")).contains("error");
    assertThat(problem.text("code")).contains("value");
    assertThat(problem.text("message").orElse("")).contains("did you mean `allow`?");
    assertThat(problem.text("fix")).isPresent();
    assertThat(problem.get("line")).contains(Value.of(8));
  }

  @Test
  void sarifIsValidAndNamesFilesFromTheWorkspace() throws IOException {
    for (var error : List.of(true, false)) {
      spoil(error);
      var ran = in("validate", "--format", "sarif");
      assertThat(SarifSchema.problems(ran.out())).isEmpty();
      var results = items(ran.json(), "runs", "results");
      assertThat(results).hasSize(3);
      assertThat(items(results.getFirst(), "locations").getFirst().toString())
          .contains("policies/99%20mine.yaml", "WORKSPACE")
          .doesNotContain(folder.toString());
      var rules = items(ran.json(), "runs", "tool", "driver", "rules");
      for (var result : results) {
        var index = ((Value.Int) result.get("ruleIndex").orElseThrow()).value().intValueExact();
        assertThat(rules.get(index).text("id")).isEqualTo(result.text("ruleId"));
      }
    }
  }

  @Test
  void theSarifSchemaCanRefuse() throws IOException {
    var ran = in("validate", "--format", "sarif");
    assertThat(SarifSchema.problems(ran.out())).isEmpty();
    assertThat(SarifSchema.problems(ran.out().replace("columnKind", "columKind"))).isNotEmpty();
    assertThat(SarifSchema.problems(ran.out().replace("\"2.1.0\"", "\"2.0\""))).isNotEmpty();
  }

  @Test
  void jUnitHoldsACaseForEachProblem() throws Exception {
    spoil(false);
    var report = xml(in("validate", "--format", "junit", "--fail-on", "warning").out());
    var suites = report.getDocumentElement();
    assertThat(suites.getTagName()).isEqualTo("testsuites");
    assertThat(suites.getAttribute("tests")).isEqualTo("3");
    assertThat(suites.getAttribute("failures")).isEqualTo("2");
    var suite = (Element) report.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("policies/99 mine.yaml");
    var failure = (Element) report.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).contains("rule `a <b>\\u{1b}[31m`");
    assertThat(report.getElementsByTagName("system-out").getLength()).isEqualTo(1);
    Files.delete(workspace.resolve("policies/99 mine.yaml"));
    var clean = xml(in("validate", "--format", "junit").out()).getDocumentElement();
    assertThat(clean.getAttribute("failures")).isEqualTo("0");
    assertThat(clean.getAttribute("tests"))
        .as("CI systems refuse a report without tests")
        .isEqualTo("1");
  }

  private Path tests() throws IOException {
    var file = folder.resolve("t.yaml");
    Files.writeString(
        file,
        """
        tests:
          - name: a delegated reader may look, at night too
            at: "2026-03-01T02:30:00Z"
            action: rollout-status
            target: prod/web
            caller:
              agent_id: parent/child
              roles: [observer]
              groups: [on-call]
              delegation_chain: [{agent_id: parent, roles: [observer], delegated_at: "2026-03-01T00:00:00Z"}]
              delegated_roles: [observer]
              delegation_depth: 1
            params: {namespace: shop-prod, deployment: web}
            expect: allow
            expect_rule: look-at-production
          - name: "wishful <&>"
            action: delete-namespace
            target: prod/shop
            caller: a
            params: {namespace: shop-prod}
            expect: deny
            expect_rule: dev-is-free
          - name: wrong reason
            action: delete-namespace
            target: prod/shop
            caller: a
            params: {namespace: shop-prod}
            expect: deny
            expect_reason: because
        """);
    return file;
  }

  @Test
  void testsAreReportedInEveryFormat() throws Exception {
    var file = tests().toString();
    var text = in("test", file);
    assertThat(text.exit()).isEqualTo(Exit.NO);
    assertThat(text.out())
        .contains("PASS  a delegated reader may look, at night too")
        .contains("FAIL  wishful <&>: expected the rule `dev-is-free`, it is `namespaces-stay`")
        .contains("FAIL  wrong reason: expected a reason with `because`")
        .contains("1 passed, 2 failed");
    var sarif = in("test", file, "--format", "sarif", "--coverage");
    assertThat(SarifSchema.problems(sarif.out())).isEmpty();
    assertThat(items(sarif.json(), "runs", "results")).hasSizeGreaterThan(5);
    var report = xml(in("test", file, "--format", "junit").out());
    assertThat(report.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    assertThat(report.getElementsByTagName("failure").getLength()).isEqualTo(2);
    var second = (Element) report.getElementsByTagName("testcase").item(1);
    assertThat(second.getAttribute("name")).isEqualTo("wishful <&>");
  }

  @Test
  void coverageNamesTheRulesThatNoTestShows() throws IOException {
    var file = tests().toString();
    var ran = in("test", file, "--coverage");
    assertThat(ran.out())
        .contains("2 of 12 rules decided a test (16.7 %)")
        .contains("BARE  dev-is-free: no test matches it")
        .contains("BARE  destruction-is-asked-for: matches 2 tests that earlier rules decide")
        .doesNotContain("BARE  look-at-production");
    var json = in("test", file, "--format", "json", "--coverage").json();
    assertThat(items(json, "coverage", "rows")).hasSize(12);
    var starter = in("test", "--min-coverage", "50");
    assertThat(starter.exit()).isZero();
    var short_ = in("test", file, "--min-coverage", "50");
    assertThat(short_.exit()).isEqualTo(Exit.NO);
    assertThat(short_.err()).contains("Coverage is 16.7 %, less than the 50.0 % asked for.");
  }

  private static Document xml(String text) throws Exception {
    var factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.strip().getBytes(StandardCharsets.UTF_8)));
  }

  /** The schema of SARIF 2.1.0 as OASIS published it. */
  private static final class SarifSchema {
    private static final String FILE = "/dev/agentsafe/app/finding/sarif-2.1.0-rtm.5.json";

    static List<String> problems(String json) throws IOException {
      assertThat(Json.read(json)).isInstanceOf(Json.Read.Good.class);
      return schema().validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static JsonSchema schema() throws IOException {
      try (var in = Objects.requireNonNull(FormatsTest.class.getResourceAsStream(FILE))) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
      }
    }
  }
}
