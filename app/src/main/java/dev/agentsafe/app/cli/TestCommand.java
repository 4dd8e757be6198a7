package dev.agentsafe.app.cli;

import dev.agentsafe.app.finding.JUnitReport;
import dev.agentsafe.app.finding.Place;
import dev.agentsafe.app.finding.ProblemForm;
import dev.agentsafe.app.finding.SarifLog;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.lint.RuleCoverage;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.yaml.Loaded;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs policy tests. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs policy tests. Exit status: 0 all passed, 1 some failed.")
final class TestCommand extends InWorkspace {
  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "A file of tests, or a folder. Default: the workspace's tests.")
  private @Nullable String path;

  @Mixin private FormatOption format = new FormatOption();

  @Option(names = "--coverage", description = "Says which rules no test shows at work.")
  private boolean covered;

  @Option(
      names = "--min-coverage",
      paramLabel = "PERCENT",
      description = "With less of the rules deciding a test the exit status is 1.")
  private @Nullable Double least;

  TestCommand(Session session) {
    super(session);
  }

  @Override
  int run(Workspace workspace) {
    var from = path == null ? workspace.root().resolve("tests") : session.resolve(path);
    return switch (PolicyTests.load(from)) {
      case Loaded.Good<List<PolicyTest>>(var tests, var warnings) -> run(workspace, tests);
      case Loaded.Bad<List<PolicyTest>>(var problems) -> {
        session.list(problems);
        session.complain("The tests of `" + from + "` do not load; none was run.");
        yield Exit.CANNOT;
      }
    };
  }

  private int run(Workspace workspace, List<PolicyTest> tests) {
    var runner =
        new PolicyTests(
            new RequestParser(
                workspace.catalog(), workspace.inventory(), workspace.settings().changeTickets()),
            workspace.policies());
    var now = Facts.When.of(Instant.now());
    var results = tests.stream().map(test -> runner.run(test, now)).toList();
    Optional<RuleCoverage> coverage =
        covered || least != null ? Optional.of(runner.coverage(tests, now)) : Optional.empty();
    report(new Place(workspace.root()), results, coverage);
    double asked = least == null ? 0 : least;
    double reached = coverage.map(RuleCoverage::percent).orElse(100.0);
    if (reached < asked) {
      session.complain(
          String.format(
              Locale.ROOT,
              "Coverage is %.1f %%, less than the %.1f %% asked for.",
              reached,
              asked));
    }
    return reached >= asked && results.stream().allMatch(PolicyTest.Result::passed)
        ? Exit.OK
        : Exit.NO;
  }

  private void report(
      Place place, List<PolicyTest.Result> results, Optional<RuleCoverage> coverage) {
    switch (format.chosen()) {
      case TEXT -> {
        results.forEach(this::print);
        coverage.ifPresent(this::print);
        var failed = results.stream().filter(r -> !r.passed()).count();
        session.say(results.size() - failed + " passed, " + failed + " failed");
      }
      case JSON -> session.print(ProblemForm.tests(results, coverage));
      case SARIF -> session.print(SarifLog.ofTests(results, coverage, place, Version.text()));
      case JUNIT -> session.write(JUnitReport.ofTests(results, place, Shown::lines));
    }
  }

  private void print(PolicyTest.Result result) {
    session.say(
        Shown.line(
            result
                .failure()
                .map(why -> "FAIL  " + result.test().name() + ": " + why)
                .orElse("PASS  " + result.test().name())));
    if (!result.passed()) {
      session.say(Shown.line("      " + result.test().origin() + ": " + result.reason()));
    }
  }

  private void print(RuleCoverage coverage) {
    for (var row : coverage.rows()) {
      if (row.decided() == 0) {
        session.say(
            Shown.line(
                "BARE  "
                    + row.rule().name()
                    + (row.matched() == 0
                        ? ": no test matches it"
                        : ": matches " + row.matched() + " tests that earlier rules decide")));
        session.say(Shown.line("      " + row.rule().origin()));
      }
    }
    session.say(
        String.format(
            Locale.ROOT,
            "%d of %d rules decided a test (%.1f %%)",
            coverage.decided(),
            coverage.rows().size(),
            coverage.percent()));
  }
}
