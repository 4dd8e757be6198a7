package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators with keys of their own, on the command line. */
final class OperatorCliTest {
  @TempDir private Path folder = Path.of("");
  private Path workspace = Path.of("");
  private String good = "";
  private String wrong = "";

  @BeforeEach
  void init() throws IOException {
    workspace = folder.resolve("ws");
    good = Files.writeString(folder.resolve("good"), "correct horse battery\n").toString();
    wrong = Files.writeString(folder.resolve("wrong"), "correct horse bakery\n").toString();
    assertThat(CliTest.run("init", workspace.toString()).exit()).isZero();
  }

  @Test
  void anOperatorVotesWithTheirOwnKeyAndAnAuditorVerifiesIt() throws IOException {
    var made = in("operator", "init", "anna", "--name", "Anna: \"A\"", "--passphrase-file", good);
    assertThat(made.err()).isEmpty();
    assertThat(made.out()).contains("anna.p12", "ed25519:");
    assertThat(in("operator", "list").out()).contains("anna (Anna: \"A\")", "ed25519:");
    assertThat(in("operator", "init", "anna", "--passphrase-file", good).exit())
        .isEqualTo(Exit.CANNOT);
    var id = ask(6);
    var locked = in("approval", "approve", id, "-r", "yes", "--passphrase-file", wrong);
    assertThat(locked.exit()).isEqualTo(Exit.CANNOT);
    assertThat(locked.err()).contains("another one");
    var approved = in("approval", "approve", id, "-r", "yes", "--passphrase-file", good);
    assertThat(approved.err()).isEmpty();
    assertThat(approved.out()).contains(id + " is approved");

    var rotated = in("operator", "rotate", "anna", "--kind", "es256", "--passphrase-file", good);
    assertThat(rotated.out()).contains("es256:");
    assertThat(in("operator", "list").out()).contains("retired");
    var second = ask(7);
    assertThat(in("approval", "deny", second, "-r", "no", "--passphrase-file", good).out())
        .contains(second + " is denied");

    var log = workspace.resolve("audit.jsonl").toString();
    var list = workspace.resolve("operators.yaml").toString();
    var verified = CliTest.run("approval", "verify", log, "--operators", list);
    assertThat(verified.out()).contains("2 votes, all signed");
    assertThat(verified.exit()).isZero();
    var other = folder.resolve("others.yaml");
    Files.writeString(other, Files.readString(Path.of(list)).replaceFirst("anna", "ben"));
    assertThat(CliTest.run("approval", "verify", log, "--operators", other.toString()).exit())
        .isEqualTo(Exit.NO);
  }

  @Test
  void anApproverAgreesToLess() {
    var id = ask(6);
    var more = in("approval", "approve", id, "-r", "more", "--set", "replicas=60");
    assertThat(more.exit()).isEqualTo(Exit.NO);
    var less = in("approval", "approve", id, "-r", "less", "--set", "replicas=4", "--life", "1m");
    assertThat(less.err()).isEmpty();
    assertThat(less.out()).contains(id + " is offered");
  }

  @Test
  void aShortPassphraseIsRefusedAndNothingIsWritten() throws IOException {
    Files.writeString(Path.of(good), "short\n");
    assertThat(in("operator", "init", "anna", "--passphrase-file", good).exit())
        .isEqualTo(Exit.CANNOT);
    assertThat(workspace.resolve("operators.yaml")).doesNotExist();
  }

  private String ask(int replicas) {
    var asked =
        in(
            "check",
            "scale-deployment",
            "-t",
            "prod/web",
            "-p",
            "replicas=" + replicas,
            "-c",
            "deploy-bot",
            "--roles",
            "deployer",
            "--json-output");
    return asked.json().text("request_id").orElseThrow();
  }

  private CliTest.Ran in(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--config");
    all.add(workspace.toString());
    return CliTest.run(all.toArray(String[]::new));
  }
}
