package dev.agentsafe.app.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.agentsafe.app.Main;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.lint.Schemas;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workspace that {@code init} writes. */
final class StarterTest {

  @Test
  void theIndexNamesEveryFile() throws Exception {
    var root = starter();
    List<String> present;
    try (var walk = Files.walk(root)) {
      present =
          walk.filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.equals("index.txt"))
              .sorted()
              .toList();
    }

    assertThat(Files.readAllLines(root.resolve("index.txt"))).containsExactlyElementsOf(present);
  }

  @Test
  void thereAreThirtyThreeActionsEachInAFileOfItsName() throws Exception {
    var actions = starter().resolve("actions");
    try (var files = Files.list(actions)) {
      assertThat(files).hasSize(34).allSatisfy(StarterTest::isNamedAfterItsAction);
    }
  }

  @Test
  void itLoadsWithoutAWarning() throws Exception {
    assertThat(problems(Workspace.load(starter()))).isEmpty();
  }

  @Test
  void itsPoliciesSayWhatItsTestsExpect() throws Exception {
    if (Workspace.load(starter()) instanceof Loaded.Good<Workspace>(var workspace, var none)
        && PolicyTests.load(starter().resolve("tests"))
            instanceof Loaded.Good<List<PolicyTest>>(var tests, var nor)) {
      var runner =
          new PolicyTests(workspace.catalog(), workspace.inventory(), workspace.policies());
      var now = Facts.When.of(Instant.now());

      assertThat(tests)
          .hasSizeGreaterThan(20)
          .allSatisfy(test -> assertThat(runner.run(test, now).passed()).as(test.name()).isTrue());
    } else {
      fail("the starter workspace or its tests do not load");
    }
  }

  /** Undone by an action of the catalogue, with parameters that it has, all required ones given. */
  @Test
  void whatIsReversibleNamesAWayBackThatExists() throws Exception {
    if (!(Workspace.load(starter()) instanceof Loaded.Good<Workspace>(var workspace, var none))) {
      fail("the starter workspace does not load");
      return;
    }
    for (var action : workspace.catalog().actions()) {
      var effects = action.effects();
      assertThat(effects.rollbackAction().isPresent())
          .as(action.name().value())
          .isEqualTo(effects.reversible());
      effects
          .rollbackAction()
          .ifPresent(name -> {
            var back = workspace.catalog().find(name).orElseThrow();
            var given = effects.rollbackParams().keySet();
            assertThat(back.parameters().stream().map(Parameter::name)).containsAll(given);
            assertThat(given)
                .as(action.name().value())
                .containsAll(
                    back.parameters().stream()
                        .filter(each -> each.use().required())
                        .map(Parameter::name)
                        .toList());
          });
    }
  }

  /** Editors read the first line: the schema lies in the workspace, no network is needed. */
  @Test
  void everyFileNamesASchemaThatLiesBesideIt(@TempDir Path folder) throws Exception {
    var quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(Main.run(new String[] {"init", folder.toString()}, quiet, quiet)).isZero();
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(files).hasSizeGreaterThan(40);
    for (var file : files) {
      var first = Files.readAllLines(file).getFirst();
      assertThat(first).startsWith("# yaml-language-server: $schema=");
      var schema = file.resolveSibling(first.substring(first.indexOf('=') + 1)).normalize();
      assertThat(schema).isRegularFile();
      var kind = String.valueOf(schema.getFileName());
      assertThat(Schemas.text(kind.replace(".schema.json", ""))).hasValue(Files.readString(schema));
    }
  }

  private static List<Problem> problems(Loaded<?> loaded) {
    return switch (loaded) {
      case Loaded.Good<?>(var value, var warnings) -> warnings;
      case Loaded.Bad<?>(var problems) -> problems;
    };
  }

  private static void isNamedAfterItsAction(Path file) throws IOException {
    var name = Objects.requireNonNull(file.getFileName()).toString().replace(".yaml", "");
    assertThat(Files.readAllLines(file)).element(1).isEqualTo("name: " + name);
  }

  private static Path starter() throws URISyntaxException {
    var index =
        Objects.requireNonNull(
            StarterTest.class.getResource("/dev/agentsafe/app/starter/index.txt"));
    return Objects.requireNonNull(Path.of(index.toURI()).getParent());
  }
}
