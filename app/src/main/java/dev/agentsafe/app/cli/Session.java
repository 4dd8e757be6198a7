package dev.agentsafe.app.cli;

import dev.agentsafe.app.finding.ProblemForm;
import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * One run of the program: where it speaks, where it stands, what it can use.
 *
 * @param folder the current folder
 */
public record Session(PrintStream out, PrintStream err, Path folder, Backstage backstage) {
  private static final String FILE = "agent-safe.yaml";

  /** Prints a line for people; what it holds cannot act on the terminal. */
  void say(String line) {
    out.println(Shown.lines(line));
  }

  /** Prints a line about what went wrong. */
  void complain(String line) {
    err.println(Shown.lines(line));
  }

  /** Prints a value for programs. */
  void print(Value value) {
    out.println(JsonText.pretty(value));
  }

  /** A path that the user gave, seen from the current folder. */
  Path resolve(String path) {
    return folder.resolve(path).normalize();
  }

  /** Does something with the workspace, or says why it does not load. */
  int withWorkspace(Optional<String> config, ToIntFunction<Workspace> use) {
    var settings = settings(config);
    if (settings.isEmpty()) {
      complain(missing(config));
      return Exit.CANNOT;
    }
    return switch (Workspace.loadFile(settings.get())) {
      case Loaded.Good<Workspace>(var workspace, var warnings) -> use.applyAsInt(workspace);
      case Loaded.Bad<Workspace>(var problems) -> {
        list(problems);
        complain("The workspace of `" + settings.get() + "` does not load; nothing was done.");
        yield Exit.CANNOT;
      }
    };
  }

  /** Prints a text for programs as it is. */
  void write(String text) {
    out.println(text);
  }

  /** Prints problems, one a line, each with its place, severity and code. */
  void list(List<Problem> problems) {
    for (var problem : problems) {
      complain(
          problem.location()
              + ": "
              + ProblemForm.word(problem.severity())
              + ": "
              + problem.message()
              + " ["
              + problem.code()
              + "]");
    }
  }

  /** The settings of the workspace: as told, or of the next folder upwards that is one. */
  Optional<Path> settings(Optional<String> config) {
    if (config.isEmpty()) {
      return Workspace.find(folder).map(found -> found.resolve(FILE));
    }
    var given = resolve(config.get());
    var file = Files.isDirectory(given) ? given.resolve(FILE) : given;
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /** The folder of the workspace: as told, or the next one upwards that is one. */
  Optional<Path> root(Optional<String> config) {
    return settings(config).flatMap(file -> Optional.ofNullable(file.getParent()));
  }

  /** Says that there is no workspace, and what to do. */
  String missing(Optional<String> config) {
    return config.isPresent()
        ? "`"
            + config.get()
            + "` is neither a file nor a folder that holds an `"
            + FILE
            + "`; `agent-safe init DIR` makes a workspace."
        : "There is no `"
            + FILE
            + "` in `"
            + folder
            + "` or above it. Give `--config`, or make a workspace with `agent-safe init DIR`.";
  }
}
