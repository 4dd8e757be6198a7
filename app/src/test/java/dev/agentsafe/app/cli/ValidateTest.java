package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.language.Diagnosis;
import dev.agentsafe.editors.language.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code validate} says of files on disk is what an editor says of them while they are open.
 */
final class ValidateTest {
  @TempDir private Path folder = Path.of("");
  private Path workspace = Path.of("");

  @BeforeEach
  void init() {
    workspace = folder.toAbsolutePath().normalize().resolve("workspace");
    assertThat(CliTest.run("init", workspace.toString()).exit()).isZero();
  }

  /** Mistakes of every sort, in every kind of file, several in some. */
  private Map<Path, String> spoiled() throws IOException {
    var texts = new LinkedHashMap<Path, String>();
    spoil(texts, "agent-safe.yaml", "max_requests: 100", "max_request: 100");
    spoil(texts, "inventory.yaml", "sensitivity: critical", "sensitivity: [critical");
    spoil(texts, "actions/scale-deployment.yaml", "before_state.replicas", "before_state.replica");
    spoil(texts, "actions/get-secret.yaml", "    type: string\n", "    type: text\n");
    spoil(texts, "policies/10-guardrails.yaml", "actions: [get-secret]", "actions: [get-secrets");
    spoil(texts, "policies/20-production.yaml", "    priority: 600\n", "   priority: 600\n");
    spoil(texts, "policies/30-staging.yaml", "rollout-status", "rollout-state");
    spoil(texts, "policies/40-dev.yaml", "    decision: allow\n", "    decis\n");
    spoil(texts, "tests/production.yaml", "expect_rule: look-at", "expect_rule: looked-at");
    return texts;
  }

  private void spoil(Map<Path, String> texts, String file, String good, String bad)
      throws IOException {
    var path = workspace.resolve(file);
    var text = Files.readString(path);
    assertThat(text).contains(good);
    texts.put(path, text.replace(good, bad));
  }

  private static String said(Problem problem) {
    return "%s %s %s".formatted(problem, problem.code(), problem.severity());
  }

  private List<String> validated() {
    var answer =
        CliTest.run("validate", "--format", "json", "--config", workspace.toString()).json();
    return ((Value.Items) answer.get("problems").orElseThrow())
        .values().stream()
            .map(value -> (Value.Fields) value)
            .map(p ->
                "%s:%s:%s: %s %s %s"
                    .formatted(
                        p.text("file").orElseThrow(),
                        number(p, "line"),
                        number(p, "column"),
                        p.text("message").orElseThrow(),
                        p.text("code").orElseThrow(),
                        p.text("severity").orElseThrow().toUpperCase(Locale.ROOT)))
            .toList();
  }

  private static String number(Value.Fields of, String key) {
    return ((Value.Int) of.get(key).orElseThrow()).value().toString();
  }

  @Test
  void validateSaysWhatAnEditorSaysOfTheSameTextsAndNothingElse() throws IOException {
    var bench = new Workbench(workspace.resolve("agent-safe.yaml"));
    var diagnosis = new Diagnosis(bench);
    assertThat(diagnosis.list()).isEmpty();
    int version = 0;
    for (var text : spoiled().entrySet()) {
      bench.open(text.getKey(), text.getValue(), ++version);
      assertThat(diagnosis.list()).hasSizeGreaterThanOrEqualTo(version);
    }
    for (var text : spoiled().entrySet()) {
      Files.writeString(text.getKey(), text.getValue());
    }

    assertThat(validated())
        .containsExactlyElementsOf(diagnosis.list().stream().map(ValidateTest::said).toList());
    assertThat(
            diagnosis.list().stream()
                .map(p -> Path.of(p.location().file()).getFileName() + " " + p.code()))
        .contains(
            "agent-safe.yaml unknown-key",
            "inventory.yaml syntax",
            "scale-deployment.yaml rollback-source",
            "get-secret.yaml value",
            "10-guardrails.yaml syntax",
            "20-production.yaml syntax",
            "30-staging.yaml unknown-action",
            "40-dev.yaml syntax",
            "production.yaml unknown-rule");
  }

  @Test
  void whatTheDiskAloneKnowsIsSaidToo() throws IOException {
    Files.writeString(workspace.resolve("audit.jsonl"), "no entry\n");
    Files.delete(workspace.resolve("inventory.yaml"));

    assertThat(validated())
        .anyMatch(p -> p.contains("audit.jsonl") && p.contains("audit-log"))
        .anyMatch(p -> p.contains("inventory.yaml") && p.contains("no-file"));
  }

  @Test
  void aWorkspaceLoadsWhereThereIsNoErrorAndOnlyThere() throws IOException {
    for (var text : spoiled().entrySet()) {
      var good = Files.readString(text.getKey());
      Files.writeString(text.getKey(), text.getValue());
      boolean valid = validated().stream().noneMatch(p -> p.endsWith(" ERROR"));
      assertThat(Workspace.load(workspace))
          .as(text.getKey().toString())
          .isInstanceOf(valid ? Loaded.Good.class : Loaded.Bad.class);
      Files.writeString(text.getKey(), good);
    }
  }
}
