package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which log a command is about: one that is named, else the workspace's. */
abstract class LogChoice {
  private static final String LOG = ".jsonl";

  @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
  private @Nullable String config;

  private LogChoice() {}

  abstract @Nullable String named();

  /** Does something with the log, or says why there is none. */
  final int with(Session session, FileUse<Path> use) {
    var file = named();
    return file != null
        ? FileUse.unchecked(use).applyAsInt(inside(session.resolve(file)))
        : session.withWorkspace(
            Optional.ofNullable(config),
            workspace ->
                FileUse.unchecked(use).applyAsInt(workspace.settings().paths().auditLog()));
  }

  /** Does something with the workspace whose log it is; a log that is named has none. */
  final int inWorkspace(Session session, FileUse<Workspace> use) {
    if (named() != null) {
      session.complain("Only the journal of a workspace can be sealed; give `--config`, no file.");
      return Exit.USAGE;
    }
    return session.withWorkspace(Optional.ofNullable(config), FileUse.unchecked(use));
  }

  /** The log in a folder that has one; a path that is no such folder as it is. */
  static Path inside(Path named) {
    if (!Files.isDirectory(named)) {
      return named;
    }
    try (var files = Files.list(named)) {
      var logs = files.filter(f -> f.toString().endsWith(LOG)).limit(2).toList();
      return logs.size() == 1 ? logs.getFirst() : named;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Named as the command's argument. */
  static final class ByArgument extends LogChoice {
    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "The log. Default: the workspace's.")
    private @Nullable String file;

    @Override
    @Nullable String named() {
      return file;
    }
  }

  /** Named by an option, beside an argument that says something else. */
  static final class ByOption extends LogChoice {
    @Option(
        names = {"--log", "--log-file"},
        paramLabel = "FILE",
        description = "The log. Default: the workspace's.")
    private @Nullable String file;

    @Override
    @Nullable String named() {
      return file;
    }
  }
}
