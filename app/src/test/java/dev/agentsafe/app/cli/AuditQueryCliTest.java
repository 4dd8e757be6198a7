package dev.agentsafe.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.Main;
import dev.agentsafe.core.audit.LogVerifier;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries are looked for in the language of the console's log; a checkpoint is made when asked. */
final class AuditQueryCliTest {
  @TempDir private Path folder = Path.of("");

  private record Ran(int exit, String out, String err) {
    List<Value> json() {
      return Json.read(out) instanceof Json.Read.Good(Value.Items(var items)) ? items : List.of();
    }
  }

  private Ran in(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--config");
    all.add(folder.resolve("ws").toString());
    return run(all);
  }

  private static Ran run(List<String> args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var exit =
        Main.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  @BeforeEach
  void twoDecisions() {
    assertThat(run(List.of("init", folder.resolve("ws").toString())).exit()).isZero();
    in("check", "scale-deployment", "-t", "dev/web", "-p", "replicas=2", "-c", "web-bot");
    in("check", "scale-deployment", "-t", "prod/web", "-p", "replicas=2", "-c", "db-bot");
  }

  @Test
  void aQueryFindsWhatTheConsoleFinds() {
    assertThat(
            in("audit", "show", "--query", "decision:allow type:decision caller:web-*")
                .out()
                .lines())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("dev/web", "web-bot"));
    assertThat(in("audit", "show", "-q", "since:1h type:decision -caller:web-bot").out().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("prod/web", "db-bot"));
    assertThat(in("audit", "show", "-q", "risk>=low type:decision", "--json-output").json())
        .hasSize(2);
    assertThat(
            in(
                    "audit",
                    "show",
                    "-q",
                    "risk>=low type:decision",
                    "--caller",
                    "db-bot",
                    "--json-output")
                .json())
        .hasSize(1);
    assertThat(in("audit", "show", "-q", "until:2020-01-01", "--json-output").json()).isEmpty();
  }

  @Test
  void aQueryThatIsNoneNamesTheColumnAndShowsNothing() {
    var ran = in("audit", "show", "--query", "decision:deny colour:red risk:grave");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("--query: column 15: `colour:` is no field"),
            line -> assertThat(line).startsWith("--query: column 31: `grave` is no risk"));
  }

  @Test
  void aCheckpointThatIsMadeNowCoversEverything() {
    var log = folder.resolve("ws").resolve("audit.jsonl");
    var ran = in("audit", "checkpoint", "--now");
    assertThat(ran.err()).isEmpty();
    var lines = ran.out().lines().toList();
    assertThat(LogVerifier.verify(log).sentence()).startsWith("VALID, sealed " + lines.get(1));
    assertThat(LogVerifier.verify(log).sentence()).doesNotContain("unsealed");
    assertThat(in("audit", "checkpoint", "--now", log.toString()).exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void parametersThatAreNoJsonAreNotRepeated() {
    var ran = in("check", "scale-deployment", "-t", "dev/web", "--params", "[\"hunter2-hunter2\"]");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("--params: this is no JSON object").doesNotContain("hunter2");
  }
}
