package dev.agentsafe.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.Main;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workspace that comes with a journal of 0.16 goes on with it. */
final class AdoptionCliTest {
  private static final int OLDER = 12;

  @TempDir private Path folder = Path.of("");

  private String run(String... args) {
    var out = new ByteArrayOutputStream();
    var exit = Main.run(args, new PrintStream(out, true, UTF_8), System.err);
    assertThat(exit).as(String.join(" ", args)).isZero();
    return out.toString(UTF_8);
  }

  @Test
  void aJournalOf016IsGoneOnWithSealedAndSearched() throws Exception {
    var workspace = folder.resolve("ws").toString();
    run("init", workspace);
    var log = folder.resolve("ws").resolve("audit.jsonl");
    var older = olderLog();
    Files.writeString(log, older);
    assertThat(run("audit", "verify", log.toString())).startsWith("VALID, unsealed " + OLDER);

    run(
        "check",
        "scale-deployment",
        "-t",
        "dev/web",
        "-p",
        "replicas=2",
        "-c",
        "bot",
        "--config",
        workspace);

    assertThat(Files.readString(log)).as("byte for byte").startsWith(older);
    var ours = Files.readString(log).substring(older.length()).lines().toList();
    assertThat(ours.getFirst())
        .contains("\"event_type\": \"journal_opened\"", "\"found_entries\": " + OLDER);
    assertThat(run("audit", "verify", log.toString()))
        .startsWith("VALID, sealed " + (OLDER + ours.size()))
        .doesNotContain("unsealed");
    assertThat(
            run("audit", "show", "-q", "caller:old-bot decision:deny", "--config", workspace)
                .lines())
        .hasSize(OLDER);
  }

  /** Lines as 0.16 writes them. */
  private static String olderLog() {
    var text = new StringBuilder();
    var prev = "0".repeat(64);
    for (var i = 0; i < OLDER; i++) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put("event_id", Value.of("evt-%012x".formatted(i)));
      fields.put("timestamp", Value.of("2025-01-15T12:00:00.000000Z"));
      fields.put("event_type", Value.of("decision"));
      fields.put("action", Value.of("scale-deployment"));
      fields.put("target", Value.of("prod/web"));
      fields.put("caller", Value.of("old-bot"));
      fields.put("decision", Value.of("deny"));
      fields.put("reason", Value.of("No matching policy (default deny)"));
      fields.put("params", Value.EMPTY.with("replicas", Value.of(i)));
      for (var name :
          List.of(
              "policy_matched",
              "risk_class",
              "effective_risk",
              "correlation_id",
              "ticket_id",
              "context")) {
        fields.put(name, Value.NULL);
      }
      fields.put("prev_hash", Value.of(prev));
      prev = CanonicalJson.sha256(new Value.Fields(fields));
      fields.put("entry_hash", Value.of(prev));
      text.append(CanonicalJson.text(new Value.Fields(fields))).append('\n');
    }
    return text.toString();
  }
}
