package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command as a process of its own: it ends at once, and still says all that it has to say. */
final class CommandProcessTest {
  @TempDir private Path folder;

  private Path workspace = Path.of("");

  /** What a process said and how it ended. */
  private record Ended(int status, String out, String err) {}

  @BeforeEach
  void workspace() {
    workspace = folder.resolve("workspace");
    assertThat(inProcess("init", workspace.toString()).status()).isZero();
  }

  @Test
  void allOfALongAnswerArrivesThroughAPipe() throws Exception {
    var asked = List.of("list-actions", "--json-output", "--config", workspace.toString());
    var expected = inProcess(asked.toArray(String[]::new));
    assertThat(expected.out()).hasSizeGreaterThan(1 << 13);

    assertThat(process(asked)).isEqualTo(expected);
  }

  @Test
  void aLogThatWasTamperedWithEndsWithAStatusOfItsOwn() throws Exception {
    var log = workspace.resolve("audit.jsonl");
    var asked = List.of("check", "rollout-status", "--target", "staging/web", "--caller", "agent");
    var check = new ArrayList<>(asked);
    check.addAll(List.of("--config", workspace.toString()));
    assertThat(process(check).status()).isZero();
    assertThat(process(List.of("audit", "verify", log.toString())).out()).startsWith("VALID");

    Files.writeString(log, Files.readString(log).replaceFirst("\"agent\"", "\"someone\""));

    var ended = process(List.of("audit", "verify", log.toString()));
    assertThat(ended.status()).isEqualTo(Exit.NO);
    assertThat(ended.out()).startsWith("FAIL").endsWith(System.lineSeparator());
    var nothing = process(List.of("audit", "verify"));
    assertThat(nothing.status()).isEqualTo(Exit.USAGE);
    assertThat(nothing.err()).isNotBlank();
  }

  @Test
  void whatHasToEndInOrderIsACommand() {
    assertThat(Cli.commands().keySet()).containsAll(Cli.LASTING);
    assertThat(Cli.lasts("serve", "--port", "0")).isTrue();
    assertThat(Cli.lasts("check", "serve")).isFalse();
    assertThat(Cli.lasts()).isFalse();
  }

  @Test
  void aGoodLogThatCannotBeRememberedIsGoodAndThatIsSaid() throws Exception {
    var check = List.of("check", "rollout-status", "--target", "staging/web", "--caller", "agent");
    var asked = new ArrayList<>(check);
    asked.addAll(List.of("--config", workspace.toString()));
    assertThat(process(asked).status()).isZero();
    var log = workspace.resolve("audit.jsonl").toString();
    // As where it is on a disk that is not there.
    Files.createSymbolicLink(
        Files.createDirectories(folder.resolve("state")).resolve("seen"), folder.resolve("absent"));

    var ended = process(List.of("audit", "verify", log, "--json-output"));

    assertThat(ended.status()).isEqualTo(Exit.OK);
    assertThat(ended.out()).contains("\"not_remembered\": \"`", "` is in the way\"");
    assertThat(process(List.of("audit", "verify", log)).out())
        .startsWith("VALID")
        .contains("; this machine could not remember it: `");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDisplayThatCannotBeUsedIsSaidWithWhatToDo() throws Exception {
    var nobody = Map.of("DISPLAY", ":32767");

    var ended = process(List.of("console", workspace.toString()), nobody);

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err())
        .contains("No window can be opened: ", "GTK 3", "agent-safe serve")
        .doesNotContain("\tat ");
  }

  private static Ended inProcess(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var status =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Ended process(List<String> args) throws Exception {
    return process(args, Map.of());
  }

  private Ended process(List<String> args, Map<String, String> surroundings) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dagent-safe.state=" + folder.resolve("state"),
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(args);
    var err = Files.createTempFile(folder, "err", ".txt");
    var builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().putAll(surroundings);
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err));
  }
}
