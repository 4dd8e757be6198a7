package dev.agentsafe.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Noise;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A linter that has looked before finds what one finds that looks for the first time. */
final class LinterMemoryTest {
  private static final Path STARTER =
      Path.of("../app/src/main/resources/dev/agentsafe/app/starter");
  private static final String[] WORDS = {
    "prod",
    "staging",
    "deny",
    "allow",
    "require_approval",
    "operator",
    "deployer",
    "scale-*",
    "*",
    "k8s-deployment",
    "restricted",
    "true",
    "priority",
    "name",
    "match",
    "500",
    "600",
    "web",
    "[",
    "update-image",
    "before_state.x"
  };

  private static final Source OPERATORS =
      new Source(
          "operators.yaml",
          """
          operators:
            - id: anna
              name: Anna
              roles: [operator, deployer]
              groups: [web]
            - id: ben
              roles: [restricted]
          """);

  private final Random random = new Random(31);

  private static List<Source> folder(String name) {
    var problems = new ArrayList<Problem>();
    var sources = SourceFiles.ofFolder(STARTER.resolve(name), name, problems);
    assertThat(problems).isEmpty();
    return new ArrayList<>(sources);
  }

  /** One word for another one, a rule or target elsewhere, or noise. */
  private String edited(String text) {
    int kind = random.nextInt(4);
    if (kind == 0) {
      return Noise.changed(text, random);
    }
    var lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    if (kind == 1) {
      lines.add(at, lines.remove(random.nextInt(lines.size())));
    } else {
      var line = lines.get(at);
      int from = random.nextInt(line.length() + 1);
      int to = from;
      while (to < line.length() && " :,]}".indexOf(line.charAt(to)) < 0) {
        to++;
      }
      lines.set(
          at, line.substring(0, from) + WORDS[random.nextInt(WORDS.length)] + line.substring(to));
    }
    return String.join("\n", lines) + "\n";
  }

  private void edit(List<Source> sources) {
    int at = random.nextInt(sources.size());
    var source = sources.get(at);
    sources.set(at, new Source(source.file(), edited(source.text())));
  }

  @Test
  void lookingAgainFindsWhatLookingForTheFirstTimeDoes() {
    for (int round = 0; round < 4; round++) {
      var actions = folder("actions").subList(0, 8);
      var policies = folder("policies");
      var tests = folder("tests").subList(0, 2);
      var inventory =
          new ArrayList<>(
              SourceFiles.read(STARTER.resolve("inventory.yaml"), new ArrayList<>()).stream()
                  .toList());
      var operators = new ArrayList<>(List.of(OPERATORS));
      var linter = new Linter();
      for (int change = 0; change < 12; change++) {
        switch (random.nextInt(7)) {
          case 3 -> edit(operators);
          case 0 -> edit(actions);
          case 1 -> edit(inventory);
          case 2 -> edit(tests);
          default -> edit(policies);
        }
        // A list of operators may come and go as well.
        var listed = operators.stream().filter(source -> random.nextInt(5) > 0).findFirst();
        var files =
            new WorkspaceFiles(actions, policies, Optional.of(inventory.getFirst()), tests, listed);
        assertThat(linter.look(files)).isEqualTo(Linter.check(files));
      }
    }
  }

  @Test
  void whatKeepsFilesFromLoadingIsAnErrorAndNothingElseIs() {
    int bad = 0;
    int good = 0;
    for (int round = 0; round < 70; round++) {
      var actions = new ArrayList<>(folder("actions").subList(0, 3));
      var policies = folder("policies");
      var tests = new ArrayList<>(folder("tests").subList(0, 1));
      var inventory =
          new ArrayList<>(
              SourceFiles.read(STARTER.resolve("inventory.yaml"), new ArrayList<>()).stream()
                  .toList());
      edit(List.of(actions, policies, tests, inventory).get(random.nextInt(4)));
      boolean loads =
          loads(CatalogLoader.load(actions))
              && loads(RuleLoader.load(policies))
              && loads(PolicyTests.load(tests))
              && loads(InventoryLoader.load(inventory.getFirst()));
      var found =
          Linter.check(
              new WorkspaceFiles(actions, policies, Optional.of(inventory.getFirst()), tests));
      assertThat(found.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR))
          .as("%s %s %s %s %s", actions, policies, tests, inventory, found)
          .isEqualTo(loads);
      good += loads ? 1 : 0;
      bad += loads ? 0 : 1;
    }
    assertThat(good).isGreaterThan(10);
    assertThat(bad).isGreaterThan(10);
  }

  /** A pattern that is none loads in a catalogue, and keeps a workspace from loading. */
  private static boolean loads(Loaded<?> loaded) {
    return loaded instanceof Loaded.Good<?>(var value, var warnings)
        && warnings.stream().noneMatch(p -> p.code().equals(CatalogLoader.BAD_PATTERN));
  }

  @Test
  void aBrokenRuleHidesNeitherTheOthersNorWhatTheyName() {
    var policies = folder("policies");
    policies.replaceAll(source ->
        new Source(
            source.file(),
            source
                .text()
                .replace("actions: [exec-pod, port-forward]", "actions: [exec-pod, port-forward")
                .replace(
                    "decision: require_approval\n    reason: Unusual",
                    "decision: alow\n    reason: Unusual")));
    var files =
        new WorkspaceFiles(
            folder("actions"),
            policies,
            SourceFiles.read(STARTER.resolve("inventory.yaml"), new ArrayList<>()),
            folder("tests"));

    assertThat(Linter.check(files))
        .extracting(p ->
            Path.of(p.location().file()).getFileName() + ":" + p.location().line() + " " + p.code())
        .containsExactly("10-guardrails.yaml:19 syntax", "30-staging.yaml:42 value");
  }

  @Test
  void aBrokenActionIsStillKnownByItsName() {
    var actions = folder("actions");
    actions.replaceAll(source ->
        new Source(
            source.file(),
            source
                .text()
                .replace("name: scale-deployment\n", "name: scale-deployment\nrisk: low\n")));
    var files =
        new WorkspaceFiles(
            actions,
            folder("policies"),
            SourceFiles.read(STARTER.resolve("inventory.yaml"), new ArrayList<>()),
            folder("tests"));

    assertThat(Linter.check(files)).extracting(Problem::code).containsExactly("unknown-key");
  }
}
