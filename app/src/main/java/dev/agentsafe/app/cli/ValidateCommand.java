package dev.agentsafe.app.cli;

import dev.agentsafe.app.finding.JUnitReport;
import dev.agentsafe.app.finding.Place;
import dev.agentsafe.app.finding.ProblemForm;
import dev.agentsafe.app.finding.SarifLog;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problem.Severity;
import dev.agentsafe.editors.language.Diagnosis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether a workspace loads, and what is wrong with it. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a workspace's files. Exit status: 0 nothing that fails, 1 something.")
final class ValidateCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "The workspace. Default: the one around the current folder.")
  private @Nullable String path;

  @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
  private @Nullable String config;

  @Mixin private FormatOption format = new FormatOption();

  @Option(
      names = "--severity",
      paramLabel = "LEVEL",
      converter = SeverityWords.class,
      description = "The least that is shown: error, warning or hint. Default: hint.")
  private Severity shown = Severity.HINT;

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      converter = SeverityWords.class,
      description = "The least that makes the exit status 1. Default: error.")
  private Severity failing = Severity.ERROR;

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
    var problems = Diagnosis.check(settings.get());
    var failed = problems.stream().anyMatch(this::fails);
    report(settings.get(), problems);
    return failed ? Exit.NO : Exit.OK;
  }

  private boolean fails(Problem problem) {
    return problem.severity().compareTo(failing) <= 0;
  }

  private void report(Path settings, List<Problem> problems) {
    var place = new Place(Objects.requireNonNull(settings.toAbsolutePath().getParent()));
    var visible = problems.stream().filter(p -> p.severity().compareTo(shown) <= 0).toList();
    switch (format.chosen()) {
      case TEXT -> text(settings, problems, visible);
      case JSON ->
          session.print(
              ProblemForm.validation(
                  problems.stream().noneMatch(p -> p.severity() == Severity.ERROR), visible));
      case SARIF -> session.print(SarifLog.of(visible, place, Version.text()));
      case JUNIT -> session.write(JUnitReport.of(visible, failing, place, Shown::lines));
    }
  }

  private void text(Path settings, List<Problem> problems, List<Problem> visible) {
    session.list(visible);
    switch (Workspace.loadFile(settings)) {
      case Loaded.Good<Workspace>(var workspace, var warnings) ->
          session.say(
              "Valid: %d actions, %d rules, %d targets%s."
                  .formatted(
                      workspace.catalog().actions().size(),
                      workspace.policies().rules().size(),
                      workspace.inventory().targets().size(),
                      counted(problems)));
      case Loaded.Bad<Workspace>(var errors) ->
          session.complain("Invalid" + counted(problems).replaceFirst("^;", ":") + ".");
    }
  }

  private static String counted(List<Problem> problems) {
    var words = new ArrayList<String>();
    for (var severity : Severity.values()) {
      var count = problems.stream().filter(p -> p.severity() == severity).count();
      if (count > 0) {
        words.add(count + " " + ProblemForm.word(severity) + (count == 1 ? "" : "s"));
      }
    }
    return words.isEmpty() ? "" : "; " + String.join(", ", words);
  }
}
