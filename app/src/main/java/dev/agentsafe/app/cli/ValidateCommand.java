package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether a workspace loads, and what is wrong with it. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a workspace's files. Exit status: 0 it loads, 1 it does not.")
final class ValidateCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "The workspace. Default: the one around the current folder.")
  private @Nullable String path;

  @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
  private @Nullable String config;

  @Option(names = "--json-output", description = "Prints the findings as JSON.")
  private boolean json;

  ValidateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var told = Optional.ofNullable(path != null ? path : config);
    var settings = session.settings(told);
    if (settings.isEmpty()) {
      session.complain(session.missing(told));
      return Exit.CANNOT;
    }
    return switch (Workspace.loadFile(settings.get())) {
      case Loaded.Good<Workspace>(var workspace, var warnings) -> {
        report(true, Workspace.check(workspace.root()));
        if (!json) {
          session.say(
              "Valid: %d actions, %d rules, %d targets."
                  .formatted(
                      workspace.catalog().actions().size(),
                      workspace.policies().rules().size(),
                      workspace.inventory().targets().size()));
        }
        yield Exit.OK;
      }
      case Loaded.Bad<Workspace>(var problems) -> {
        report(false, problems);
        if (!json) {
          session.complain(
              problems.size() == 1
                  ? "Invalid: 1 problem."
                  : "Invalid: " + problems.size() + " problems.");
        }
        yield Exit.NO;
      }
    };
  }

  private void report(boolean valid, List<Problem> problems) {
    if (json) {
      session.print(
          Value.EMPTY
              .with("valid", Value.of(valid))
              .with(
                  "problems",
                  new Value.Items(problems.stream().<Value>map(ValidateCommand::form).toList())));
    } else {
      session.list(problems);
    }
  }

  private static Value form(Problem problem) {
    var members = new LinkedHashMap<String, Value>();
    members.put("file", Value.of(problem.location().file()));
    members.put("line", Value.of(problem.location().line()));
    members.put("column", Value.of(problem.location().column()));
    members.put("severity", Value.of(problem.severity().name().toLowerCase(Locale.ROOT)));
    members.put("code", Value.of(problem.code()));
    members.put("message", Value.of(problem.message()));
    return new Value.Fields(members);
  }
}
