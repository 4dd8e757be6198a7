package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.Main;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CliTest {
  @TempDir private Path folder = Path.of("");
  private Path workspace = Path.of("");

  record Ran(int exit, String out, String err) {
    Value.Fields json() {
      return Json.read(out) instanceof Json.Read.Good(Value.Fields fields) ? fields : Value.EMPTY;
    }
  }

  static Ran run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var exit =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Ran in(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--config");
    all.add(workspace.toString());
    return run(all.toArray(String[]::new));
  }

  @BeforeEach
  void init() {
    workspace = folder.resolve("ws");
    assertThat(run("init", workspace.toString()).exit()).isZero();
  }

  @Test
  void policiesAreTakenInTheNameOfWhoSaysSoAlsoWhereNothingRuns() throws IOException {
    assertThat(in("check", "scale-deployment", "-t", "prod/web", "-p", "replicas=5").exit())
        .isNotEqualTo(2);
    assertThat(in("reload").out()).contains("are those in force");
    Files.writeString(
        workspace.resolve("policies/00-never.yaml"),
        """
        rules:
          - name: no-drains
            priority: 999
            decision: deny
            reason: No drains today
            match: {actions: [drain-node]}
        """);
    var log = workspace.resolve("audit.jsonl");
    var before = Files.readString(log);

    var shown = in("reload");
    assertThat(shown.exit()).as(shown.err()).isEqualTo(1);
    assertThat(shown.out()).contains("+ no-drains", "agent-safe reload --version ");
    assertThat(in("reload", "--version", "0".repeat(64)).exit()).isEqualTo(1);
    assertThat(log).as("looking records nothing").content().isEqualTo(before);

    var taken = in("reload", "--yes");
    assertThat(taken.exit()).as(taken.err() + taken.out()).isZero();
    assertThat(Files.readString(log).substring(before.length()))
        .contains("\"event_type\": \"policy_changed\"", "\"cause\": \"reloaded\"")
        .contains("\"caller\": \"operator/");
    assertThat(in("reload").exit()).isZero();
  }

  @Test
  void theFirstCheckOfANewWorkspaceWorks() {
    var ran =
        in(
            "check",
            "scale-deployment",
            "--target",
            "dev/web",
            "--param",
            "replicas=2",
            "--caller",
            "my-agent");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("ALLOW  scale-deployment -> dev/web").contains("dev-is-free");
  }

  @Test
  void initNeverOverwrites() throws IOException {
    var settings = workspace.resolve("agent-safe.yaml");
    Files.writeString(settings, "mine");
    var ran = run("init", workspace.toString());
    assertThat(ran.exit()).isEqualTo(Exit.CANNOT);
    assertThat(ran.err()).contains("exists already", "nothing was written");
    assertThat(settings).hasContent("mine");
  }

  @Test
  void theExitStatusSaysTheDecision() {
    var ask =
        new String[] {"check", "scale-deployment", "--target", "prod/web", "-p", "replicas=5"};
    var denied = in(ask);
    assertThat(denied.exit()).isEqualTo(Exit.NO);
    assertThat(denied.out()).startsWith("DENY");
    var all = new ArrayList<>(List.of(ask));
    all.addAll(List.of("--caller", "deploy-bot", "--roles", "deployer"));
    var asked = in(all.toArray(String[]::new));
    assertThat(asked.exit()).isEqualTo(Exit.APPROVAL);
    assertThat(asked.out()).startsWith("REQUIRE APPROVAL").contains("apr-");
  }

  @Test
  void jsonOutputIsTheDecisionOf016() {
    var ran =
        in(
            "check",
            "scale-deployment",
            "-t",
            "dev/web",
            "--params",
            "{\"replicas\": 2}",
            "-c",
            "my-agent",
            "--ticket-id",
            "CHG-1",
            "--json-output");
    assertThat(ran.json().values().keySet())
        .containsExactly(
            "result",
            "reason",
            "action",
            "target",
            "caller",
            "risk_class",
            "effective_risk",
            "policy_matched",
            "audit_id",
            "ticket",
            "request_id",
            "ticket_id",
            "cumulative_risk_score",
            "cumulative_risk_class",
            "escalated_from");
    assertThat(ran.json().text("ticket_id")).contains("CHG-1");
    assertThat(ran.json().text("caller")).contains("my-agent");
  }

  @Test
  void aWrongTypedParameterIsDeniedNotGuessed() {
    var ran = in("check", "scale-deployment", "-t", "dev/web", "-p", "replicas=many", "-c", "a");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.out()).contains("replicas");
  }

  @Test
  void aTokenSaysWhoAsks() {
    var token = in("agent", "token", "robot", "--roles", "deployer", "--ttl", "5m").out().strip();
    assertThat(token).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    var ran =
        in(
            "check",
            "scale-deployment",
            "-t",
            "staging/web",
            "-p",
            "replicas=2",
            "-c",
            token,
            "--json-output");
    assertThat(ran.json().text("caller")).contains("robot");
    assertThat(ran.exit()).isZero();
    var forged = token.substring(0, token.length() - 4) + "AAAA";
    var refused = in("check", "scale-deployment", "-t", "staging/web", "-c", forged);
    assertThat(refused.exit()).isEqualTo(Exit.NO);
    assertThat(refused.err()).isNotEmpty().doesNotContain(forged);
  }

  @Test
  void aTicketIsVerifiedWithoutBeingSpent() {
    var decision =
        in(
            "check",
            "scale-deployment",
            "-t",
            "dev/web",
            "-p",
            "replicas=2",
            "-c",
            "a",
            "--json-output");
    var ticket = (Value.Fields) decision.json().get("ticket").orElseThrow();
    var token = ticket.text("token").orElseThrow();
    assertThat(in("ticket", "verify", token).exit()).isZero();
    assertThat(in("ticket", "verify", token, "--target", "dev/web").exit()).isZero();
    assertThat(in("ticket", "verify", token, "--target", "prod/web").exit()).isEqualTo(Exit.NO);
    assertThat(in("ticket", "verify", "garbage").exit()).isEqualTo(Exit.NO);
  }

  @Test
  void aQuestionSurvivesUntilItIsAnswered() {
    in(
        "check",
        "scale-deployment",
        "-t",
        "prod/web",
        "-p",
        "replicas=5",
        "-c",
        "deploy-bot",
        "--roles",
        "deployer");
    var listed = in("approval", "list", "--json-output");
    var open = ((Value.Items) listed.json().get("approvals").orElseThrow()).values();
    assertThat(open).hasSize(1);
    var id = ((Value.Fields) open.getFirst()).text("request_id").orElseThrow();
    assertThat(in("approval", "show", id).out()).contains("prod/web", "replicas = 5");
    assertThat(in("approval", "approve", id).exit()).isEqualTo(Exit.NO);
    var approved = in("approval", "approve", id, "--reason", "looks right");
    assertThat(approved.out()).contains(id + " is approved");
    assertThat(in("approval", "deny", id, "--reason", "no").exit()).isEqualTo(Exit.NO);
    assertThat(in("approval", "list").out()).contains("Nothing waits");
    assertThat(in("approval", "show", "apr-000000000000").exit()).isEqualTo(Exit.NO);
  }

  @Test
  void theRecordIsShownAndVerified() throws IOException {
    in("check", "scale-deployment", "-t", "dev/web", "-p", "replicas=2", "-c", "a");
    var log = workspace.resolve("audit.jsonl");
    assertThat(run("audit", "verify", log.toString()).out()).startsWith("VALID");
    assertThat(in("audit", "show", "--type", "decision").out()).contains("scale-deployment");
    Files.writeString(log, Files.readString(log).replace("dev/web", "dev/wEb"));
    var tampered = run("audit", "verify", log.toString());
    assertThat(tampered.exit()).isEqualTo(Exit.NO);
    assertThat(tampered.out()).startsWith("FAIL at line");
    var json = run("audit", "verify", log.toString(), "--json-output").json();
    assertThat(json.text("kind")).contains("hash_mismatch");
  }

  @Test
  void verifyingIsTheSameInEveryOrderOfItsWords() {
    in("check", "scale-deployment", "-t", "dev/web", "-p", "replicas=2", "-c", "a");
    var log = workspace.resolve("audit.jsonl").toString();
    run("audit", "verify", log);
    var plain = run("audit", "verify", "--json-output", log);
    assertThat(plain.json().text("verdict").orElse("")).startsWith("VALID");
    assertThat(run("audit", "verify", log, "--json-output")).isEqualTo(plain);
    assertThat(run("audit", "verify", "--", log).out()).startsWith("VALID");
    assertThat(run("audit", "verify", "--help").out()).contains("FILE");
    assertThat(run("audit", "verify").exit()).isEqualTo(Exit.USAGE);
    assertThat(run("audit", "verify", log, log).exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void aMissingLogIsNotValid() {
    var ran = run("audit", "verify", folder.resolve("none.jsonl").toString());
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.out()).contains("there is no file");
  }

  @Test
  void theCatalogueIsListed() {
    assertThat(in("list-actions").out()).contains("scale-deployment", "34 actions");
    assertThat(in("list-actions", "--risk", "critical").out()).doesNotContain("get-configmap");
  }

  @Test
  void theStarterIsValidAndItsTestsPass() {
    assertThat(in("validate").out()).contains("Valid: 34 actions");
    var tests = in("test");
    assertThat(tests.out()).contains(" 0 failed").doesNotContain("FAIL");
    assertThat(tests.exit()).isZero();
  }

  @Test
  void problemsAreNamedWithTheirPlaces() throws IOException {
    var policy = workspace.resolve("policies/99-mine.yaml");
    Files.writeString(policy, "rules:\n  - name: x\n    action: y\n    decision: alow\n");
    var ran = in("validate");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err()).contains("99-mine.yaml:3:5: ").contains("99-mine.yaml:4:");
    var check = in("check", "scale-deployment", "-t", "dev/web", "-p", "replicas=1", "-c", "a");
    assertThat(check.exit()).isEqualTo(Exit.CANNOT);
    assertThat(check.err()).contains("99-mine.yaml:3:5: ", "nothing was done");
    assertThat(workspace.resolve("audit.jsonl")).doesNotExist();
  }

  @Test
  void aFailingTestIsNamed() throws IOException {
    var file = folder.resolve("t.yaml");
    Files.writeString(
        file,
        """
        tests:
          - name: wishful
            action: delete-namespace
            target: prod/shop
            caller: a
            params: {}
            expect: allow
        """);
    var ran = in("test", file.toString());
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.out()).contains("FAIL  wishful", "0 passed, 1 failed");
  }

  @Test
  void noWorkspaceIsSaidPlainly() {
    var ran = run("check", "x", "--config", folder.resolve("nowhere").toString());
    assertThat(ran.exit()).isEqualTo(Exit.CANNOT);
    assertThat(ran.err()).contains("agent-safe init DIR");
  }

  @Test
  void aWrongCommandLineIsExplained() {
    for (var args :
        List.of(
            new String[] {},
            new String[] {"chekc"},
            new String[] {"check"},
            new String[] {"check", "x", "--nope"},
            new String[] {"audit"},
            new String[] {"approval", "list", "extra"})) {
      var ran = run(args);
      assertThat(ran.exit()).as(String.join(" ", args)).isEqualTo(Exit.USAGE);
      assertThat(ran.err()).contains("--help").doesNotContain("\tat ");
    }
    var json = in("check", "x", "--params", "{\"a\": }");
    assertThat(json.exit()).isEqualTo(Exit.USAGE);
    assertThat(json.err()).contains("--params:1:7");
    assertThat(in("agent", "token", "x", "--ttl", "soon").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void whatARunCannotUndoIsSaid() {
    var ran = in("rollback", "show", "evt-000000000000");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err()).contains("evt-000000000000");
  }
}
