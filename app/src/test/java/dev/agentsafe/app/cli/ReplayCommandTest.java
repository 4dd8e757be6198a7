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

/** What {@code replay} says of a draft, and its exit status. */
final class ReplayCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path workspace = Path.of("");

  @BeforeEach
  void decideSomething() {
    workspace = folder.resolve("ws");
    assertThat(CliTest.run("init", workspace.toString()).exit()).isZero();
    var ask = new String[] {"check", "scale-deployment", "-t", "prod/web", "-p", "replicas=5"};
    assertThat(in(ask, "--caller", "deploy-bot", "--roles", "deployer").exit())
        .isEqualTo(Exit.APPROVAL);
    assertThat(in(ask, "--caller", "stranger").exit()).isEqualTo(Exit.NO);
  }

  private CliTest.Ran in(String[] args, String... more) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    all.addAll(List.of("--config", workspace.toString()));
    return CliTest.run(all.toArray(String[]::new));
  }

  private CliTest.Ran replay(String... args) {
    return in(new String[] {"replay"}, args);
  }

  private Path draft(String decision) throws IOException {
    return Files.writeString(
        folder.resolve("00-mine.yaml"),
        """
        rules:
          - name: deployers-may
            priority: 100000
            decision: %s
            reason: They know
            match: {actions: ["scale-*"], callers: {roles: [deployer]}}
        """
            .formatted(decision));
  }

  @Test
  void thePoliciesInForceFlipNothing() {
    var ran = replay();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("2 decisions decided again: 0 come out otherwise");
  }

  @Test
  void aDraftThatAllowsMoreEndsWithOneAndNamesTheEntryAndBothRules() throws IOException {
    var ran = replay("--draft", draft("allow").toString());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.out())
        .contains("1 come out otherwise, 1 of them allowed now")
        .contains("was require approval, is allow now")
        .contains("scale-deployment -> prod/web  by deploy-bot")
        .containsPattern("then  require approval +[a-z-]+")
        .containsPattern("now   allow +deployers-may +.*00-mine.yaml:2:5");
  }

  @Test
  void aRequestTooLargeForALineOfTheJournalIsDecidedAgainAsItWas() throws IOException {
    var roles = new StringBuilder("deployer");
    for (int i = 0; i < 3_000; i++) {
      roles.append(",team-that-does-something-").append(i);
    }
    var ask = new String[] {"check", "scale-deployment", "-t", "prod/web", "-p", "replicas=6"};
    assertThat(in(ask, "--caller", "big-bot", "--roles", roles.toString()).exit())
        .isEqualTo(Exit.APPROVAL);
    assertThat(workspace.resolve("blobs/sha256")).isNotEmptyDirectory();
    var ran = replay("--draft", draft("allow").toString());
    assertThat(ran.out()).contains("3 decisions decided again: 2 come out otherwise", "big-bot");

    try (var blobs = Files.list(workspace.resolve("blobs/sha256"))) {
      for (var blob : blobs.toList()) {
        Files.delete(blob);
      }
    }
    assertThat(replay("--draft", draft("allow").toString()).out())
        .startsWith("2 decisions decided again: 1 come");
  }

  @Test
  void aDraftThatAllowsLessEndsWithZero() throws IOException {
    var ran = replay("--draft", draft("deny").toString(), "--json-output");
    assertThat(ran.exit()).isZero();
    var flips = ran.json().objects("flips");
    assertThat(flips).hasSize(1);
    assertThat(flips.getFirst().text("kind")).contains("asked_to_denied");
    assertThat(flips.getFirst().object("now").text("rule")).contains("deployers-may");
    assertThat(ran.json().get("decided").orElseThrow()).hasToString("Int[value=2]");
  }

  @Test
  void aWholeWorkspaceMayBeTheDraftAndTheJournalAnother() throws IOException {
    var other = folder.resolve("other");
    assertThat(CliTest.run("init", other.toString()).exit()).isZero();
    Files.copy(draft("allow"), other.resolve("policies/00-mine.yaml"));
    var journal = workspace.resolve("audit.jsonl").toString();

    var ran = CliTest.run("replay", journal, "--config", other.toString(), "--against", "live");
    assertThat(ran.exit()).as(ran.out()).isZero();
    assertThat(replay("--draft", other.toString()).exit()).isEqualTo(Exit.NO);
    assertThat(replay("--draft", other.resolve("policies").toString()).exit()).isEqualTo(Exit.NO);
  }

  @Test
  void aDraftThatDoesNotLoadIsNotReplayed() throws IOException {
    var ran = replay("--draft", draft("alow").toString());
    assertThat(ran.exit()).isEqualTo(Exit.CANNOT);
    assertThat(ran.err()).contains("00-mine.yaml:4:15", "does not load; nothing was done");
    assertThat(ran.out()).isEmpty();
    assertThat(replay("--draft", "nowhere").err()).contains("There is no `");
  }
}
