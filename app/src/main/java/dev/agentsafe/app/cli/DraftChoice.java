package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.preview.DraftRules;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rules a command is about: a draft that is named, else those of the workspace. */
final class DraftChoice {
  private static final String SETTINGS = "agent-safe.yaml";

  @Option(
      names = "--draft",
      paramLabel = "DIR|FILE",
      description =
          "A folder of policies or a workspace, or a file that takes the place of the policy file"
              + " of the same name. Default: the policies of the workspace.")
  private @Nullable String draft;

  /** The rules; empty where they do not load, which has been said then. */
  Optional<DraftRules> rules(Session session, Workspace workspace) {
    var policies = workspace.settings().paths().policies();
    if (draft == null) {
      return loaded(session, policies, DraftRules.load(policies, policies));
    }
    var path = session.resolve(draft);
    if (!Files.exists(path)) {
      session.complain("There is no `" + path + "`; `--draft` names a folder or a file.");
      return Optional.empty();
    }
    return Files.isRegularFile(path.resolve(SETTINGS))
        ? other(session, path)
        : loaded(session, path, DraftRules.load(policies, path));
  }

  private static Optional<DraftRules> other(Session session, Path folder) {
    return switch (Workspace.load(folder)) {
      case Loaded.Good<Workspace>(var other, var warnings) -> {
        var policies = other.settings().paths().policies();
        yield loaded(session, folder, DraftRules.load(policies, policies));
      }
      case Loaded.Bad<Workspace>(var problems) -> {
        session.list(problems);
        yield unusable(session, folder);
      }
    };
  }

  private static Optional<DraftRules> loaded(
      Session session, Path path, Loaded<DraftRules> loaded) {
    return switch (loaded) {
      case Loaded.Good<DraftRules>(var rules, var warnings) -> Optional.of(rules);
      case Loaded.Bad<DraftRules>(var problems) -> {
        session.list(problems);
        yield unusable(session, path);
      }
    };
  }

  private static Optional<DraftRules> unusable(Session session, Path path) {
    session.complain("The draft `" + path + "` does not load; nothing was done.");
    return Optional.empty();
  }
}
