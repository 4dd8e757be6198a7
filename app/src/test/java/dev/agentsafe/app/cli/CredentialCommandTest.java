package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials are looked at without any of them being shown. */
final class CredentialCommandTest {
  private static final String VALUE = "correct-horse-battery-staple";

  @TempDir private Path folder;
  private String workspace = "";

  @BeforeEach
  void setUp() throws IOException {
    var root = folder.resolve("ws");
    workspace = root.toString();
    assertThat(CliTest.run("init", workspace).exit()).isZero();
    Files.writeString(
        root.resolve("agent-safe.yaml"),
        """

        credentials:
          sources:
            local: {kind: file, fields: {token: ./token}}
          serve:
            - {type: kubernetes, environments: [dev], source: local}
        """,
        StandardOpenOption.APPEND);
    var token = root.resolve("token");
    Files.writeString(token, VALUE);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theScopeIsShownWithItsTemplatesFilled() {
    var ran = resolve("dev/web");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("local", "kubernetes", "namespaces: [\"dev\"]");
  }

  @Test
  void aTargetThatNobodyServesIsSaid() {
    var ran = resolve("prod/web");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err()).contains("`credentials.serve`", "`prod/web`");
  }

  @Test
  void aSourceIsTriedAndItsShapeShown() {
    var ran = CliTest.run("credential", "test-source", "local", "--config", workspace);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("token", "not by itself").doesNotContain(VALUE);
    var json =
        CliTest.run("credential", "test-source", "local", "--json-output", "--config", workspace);
    assertThat(json.out()).contains("\"token\"").doesNotContain(VALUE);
  }

  @Test
  void aSourceThatFailsSaysWhy() throws IOException {
    Files.delete(folder.resolve("ws/token"));
    var ran = CliTest.run("credential", "test-source", "local", "--config", workspace);
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err()).contains("cannot be read");
    var unknown = CliTest.run("credential", "test-source", "nobody", "--config", workspace);
    assertThat(unknown.exit()).isEqualTo(Exit.NO);
  }

  @Test
  void aSourceIsAskedAsAnExecutionWould() {
    var ran =
        CliTest.run(
            "credential",
            "test-source",
            "local",
            "--action",
            "scale-deployment",
            "--target",
            "dev/web",
            "-p",
            "replicas=2",
            "--config",
            workspace);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("kind     kubernetes", "token").doesNotContain(VALUE);
    var half =
        CliTest.run(
            "credential", "test-source", "local", "--action", "get-x", "--config", workspace);
    assertThat(half.exit()).isEqualTo(Exit.USAGE);
  }

  private CliTest.Ran resolve(String target) {
    return CliTest.run(
        "credential",
        "resolve",
        "scale-deployment",
        "--target",
        target,
        "-p",
        "replicas=2",
        "--config",
        workspace);
  }
}
