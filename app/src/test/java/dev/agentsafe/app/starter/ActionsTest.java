package dev.agentsafe.app.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.walk.Shipped;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.yaml.Loaded;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/actions.md} is what catalogue and executors say.
 *
 * <p>{@code ./mvnw -q -pl app -am test -Dtest=ActionsTest -Dactions.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false} writes it anew.
 */
final class ActionsTest {
  private final Workspace workspace = starter();
  private final ActionsPage page = new ActionsPage(workspace.catalog(), Shipped.executors());

  private static Workspace starter() {
    try {
      var index =
          Objects.requireNonNull(
              ActionsTest.class.getResource("/dev/agentsafe/app/starter/index.txt"));
      return switch (Workspace.load(Objects.requireNonNull(Path.of(index.toURI()).getParent()))) {
        case Loaded.Good<Workspace>(var loaded, var warnings) -> loaded;
        case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems.toString());
      };
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Collection<Action> actions() {
    return workspace.catalog().actions();
  }

  @Test
  void thePageIsWhatTheCodeSays() throws Exception {
    var file = docs();
    if (Boolean.getBoolean("actions.write")) {
      Files.writeString(file, page.text());
    }
    assertThat(Files.readString(file))
        .as("run: ./mvnw -q -pl app -am test -Dtest=ActionsTest -Dactions.write=true")
        .isEqualTo(page.text());
  }

  private static Path docs() {
    var at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("docs").resolve("decisions"))) {
      at = Objects.requireNonNull(at.getParent(), "docs");
    }
    return at.resolve("docs").resolve("actions.md");
  }

  @Test
  void eachNamedPrecheckIsOneThatItsExecutorKnows() {
    for (var action : actions()) {
      page.manual(action)
          .ifPresent(manual ->
              assertThat(manual.prechecks().keySet())
                  .as(action.name().value())
                  .containsAll(
                      action.scope().prechecks().stream().map(Action.Precheck::name).toList()));
    }
  }

  @Test
  void whatIsSaidOfParametersIsOfThoseThatTheActionHas() {
    for (var action : actions()) {
      page.manual(action)
          .ifPresent(manual -> {
            for (var names : manual.grammar().keySet()) {
              assertThat(action.parameters())
                  .as(action.name().value())
                  .extracting(p -> p.name())
                  .containsAnyOf(names.split(", ", -1));
            }
          });
    }
  }

  /** The catalogue and the executor agree whether it can be undone. */
  @Test
  void whatTheCatalogueUndoesTheExecutorCanUndo() {
    for (var action : actions()) {
      page.manual(action)
          .ifPresent(manual ->
              assertThat(manual.undoing() instanceof Manual.Undoing.Inverse)
                  .as(action.name().value())
                  .isEqualTo(action.effects().reversible()));
    }
  }
}
