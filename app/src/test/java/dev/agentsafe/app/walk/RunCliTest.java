package dev.agentsafe.app.walk;

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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an operator executes and undoes on the command line, through the gateway that serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunCliTest {
  private static final String[] FIVE = {
    "scale-deployment", "--target", "web", "--param", "replicas=5"
  };

  private Path folder = Path.of("");
  private List<Grounds> grounds = List.of();

  @BeforeAll
  void open(@TempDir Path fresh) throws IOException {
    folder = fresh.resolve("ws");
    grounds = List.of(new Grounds(folder));
  }

  @AfterAll
  void close() {
    grounds.forEach(Grounds::close);
  }

  private record Ran(int exit, String out, String err) {
    Value.Fields json() {
      return (Value.Fields) ((Json.Read.Good) Json.read(out)).value();
    }
  }

  private Ran run(List<String> command, String... more) {
    var words = new ArrayList<>(command);
    words.addAll(List.of(more));
    words.addAll(List.of("--config", folder.toString()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var exit =
        Main.run(
            words.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private long entries() {
    return grounds.getFirst().governor.journalSize();
  }

  @Test
  void whatIsExecutedIsShownAndUndone() {
    var before = entries();
    var dry = run(List.of("runner", "dry-run"), FIVE);
    assertThat(dry.exit()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("\"replicas\":3", "\"replicas\":5", "deployment shop/web", "allow by all");
    assertThat(entries()).as("a dry run records nothing").isEqualTo(before);

    var done = run(List.of("runner", "execute", "--json-output"), FIVE);
    assertThat(done.exit()).as(done.err() + done.out()).isZero();
    var run = done.json().object("run");
    assertThat(run.text("status")).contains("succeeded");
    assertThat(run.object("before").get("replicas")).contains(Value.of(3));
    assertThat(run.object("after").get("replicas")).contains(Value.of(5));
    var id = run.text("run_id").orElseThrow();
    var audit = run.text("audit_id").orElseThrow();
    assertThat(run(List.of("runner", "show", id)).out())
        .startsWith("SUCCEEDED  scale-deployment -> web (" + id + ")");

    var plan = run(List.of("rollback", "show", audit));
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.out())
        .startsWith("UNDO  scale-deployment -> web (" + audit + ")")
        .contains("\"replicas\":3", "allow by all");
    var check = run(List.of("rollback", "check", audit));
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("UNDO  ", "ALLOW");

    var undone = run(List.of("rollback", "run", audit));
    assertThat(undone.exit()).as(undone.err() + undone.out()).isZero();
    assertThat(undone.out()).contains("SUCCEEDED  scale-deployment -> web", "\"replicas\":3");
    assertThat(run(List.of("runner", "dry-run"), FIVE).out()).contains("\"replicas\":3");
  }

  @Test
  void policiesThatChangedOnDiskAreShownPutIntoForceAndRecorded() throws IOException {
    var more = folder.resolve("policies/00-never.yaml");
    Files.writeString(
        more,
        """
        rules:
          - name: no-drains
            priority: 9000
            decision: deny
            reason: Nodes stay
            match: {actions: [drain-node]}
        """);
    var before = grounds.getFirst().governor.workspace().policyVersion();
    var shown = run(List.of("reload"));
    assertThat(shown.exit()).as(shown.err()).isEqualTo(1);
    assertThat(shown.out())
        .contains("00-never.yaml", "+ no-drains", before + " -> ", "They are not in force");
    assertThat(grounds.getFirst().governor.workspace().policyVersion()).isEqualTo(before);
    var named = Pattern.compile("agent-safe reload --version ([0-9a-f]{64})").matcher(shown.out());
    assertThat(named.find()).isTrue();
    var other = run(List.of("reload", "--version", before));
    assertThat(other.exit()).isEqualTo(1);
    assertThat(grounds.getFirst().governor.workspace().policyVersion()).isEqualTo(before);

    var done = run(List.of("reload", "--version", named.group(1)));
    assertThat(done.exit()).as(done.err() + done.out()).isZero();
    assertThat(done.out()).contains("+ no-drains", "They are in force.");
    assertThat(grounds.getFirst().governor.workspace().policies().rules().getFirst().name())
        .hasToString("no-drains");
    assertThat(run(List.of("reload")).out()).contains("are those in force");

    Files.writeString(more, "rules: [");
    var broken = run(List.of("reload"));
    assertThat(broken.exit()).isEqualTo(4);
    assertThat(broken.err()).contains("00-never.yaml:1");
    assertThat(grounds.getFirst().governor.workspace().policies().rules().getFirst().name())
        .hasToString("no-drains");
    Files.delete(more);
    assertThat(run(List.of("reload", "--yes")).out()).contains("- no-drains", "They are in force.");
  }

  @Test
  void whatWasDecidedIsDecidedAgainWithNothingButTheLog() {
    assertThat(run(List.of("check"), FIVE).exit()).isZero();
    var out = new ByteArrayOutputStream();
    var log = folder.resolve("audit.jsonl").toString();
    var exit =
        Main.run(
            new String[] {"audit", "recompute", log},
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("[1-9]\\d* decisions come out as recorded, 0 do not")
        .doesNotContain("does not hold");
  }

  @Test
  void whatCannotBeIsAnErrorThatSaysWhy() {
    var nowhere =
        run(
            List.of("runner", "execute", "scale-deployment"),
            "--target",
            "nowhere",
            "--param",
            "namespace=shop",
            "--param",
            "deployment=web",
            "--param",
            "replicas=2");
    assertThat(nowhere.exit()).isEqualTo(1);
    assertThat(nowhere.out() + nowhere.err()).contains("Unknown target: nowhere");
    var word =
        run(List.of("runner", "dry-run", "scale-deployment", "--target", "web"), "--param", "x=2");
    assertThat(word.exit()).isEqualTo(1);
    assertThat(word.out() + word.err()).contains("x");
    for (var command : List.of("show", "check", "run")) {
      var unknown = run(List.of("rollback", command, "evt-000000000000"));
      assertThat(unknown.exit()).as(command).isEqualTo(1);
      assertThat(unknown.out() + unknown.err()).as(command).contains("evt-000000000000");
    }
    assertThat(run(List.of("runner", "show", "run-000000000000")).exit()).isEqualTo(1);
  }

  @Test
  void whatReadsOnlyHasNothingToUndo() {
    var read =
        run(List.of("runner", "execute", "rollout-status", "--target", "web", "--json-output"));
    assertThat(read.exit()).as(read.err() + read.out()).isZero();
    var audit = read.json().object("run").text("audit_id").orElseThrow();

    var undo = run(List.of("rollback", "run", audit));

    assertThat(undo.exit()).isEqualTo(1);
    assertThat(undo.out() + undo.err()).contains("rollout-status");
  }

  @Test
  void withoutSourcesACredentialIsNobodysAndThatIsSaid() {
    var resolved = run(List.of("credential", "resolve"), FIVE);

    assertThat(resolved.exit()).isZero();
    assertThat(resolved.out()).contains("The workspace has no `credentials`");
    var source = run(List.of("credential", "test-source", "vault"));
    assertThat(source.exit()).isEqualTo(1);
    assertThat(source.out() + source.err()).contains("vault");
  }
}
