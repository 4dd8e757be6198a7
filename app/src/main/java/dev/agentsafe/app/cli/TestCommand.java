package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.yaml.Loaded;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs policy tests. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs policy tests. Exit status: 0 all passed, 1 some failed.")
final class TestCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "A file of tests, or a folder. Default: the workspace's tests.")
  private @Nullable String path;

  @Option(names = "--json-output", description = "Prints the results as JSON.")
  private boolean json;

  @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
  private @Nullable String config;

  TestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.withWorkspace(Optional.ofNullable(config), this::load);
  }

  private int load(Workspace workspace) {
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
    var runner = new PolicyTests(workspace.catalog(), workspace.inventory(), workspace.policies());
    var now = Facts.When.of(Instant.now());
    var results = tests.stream().map(test -> runner.run(test, now)).toList();
    var failed = results.stream().filter(r -> !r.passed()).count();
    if (json) {
      session.print(form(results, failed));
    } else {
      results.forEach(this::print);
      session.say(results.size() - failed + " passed, " + failed + " failed");
    }
    return failed == 0 ? Exit.OK : Exit.NO;
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

  private static Value form(List<PolicyTest.Result> results, long failed) {
    var all = new LinkedHashMap<String, Value>();
    all.put("total", Value.of(results.size()));
    all.put("passed", Value.of(results.size() - failed));
    all.put("failed", Value.of(failed));
    all.put("results", new Value.Items(results.stream().<Value>map(TestCommand::form).toList()));
    return new Value.Fields(all);
  }

  private static Value.Fields form(PolicyTest.Result result) {
    var test = result.test();
    var members = new LinkedHashMap<String, Value>();
    members.put("name", Value.of(test.name()));
    members.put("source_file", Value.of(test.origin().file()));
    members.put("expect", Value.of(test.expectation().effect().label()));
    members.put("passed", Value.of(result.passed()));
    members.put("actual", Value.of(result.actual().label()));
    members.put("reason", Value.of(result.reason()));
    members.put("policy_matched", Value.ofOptional(result.rule().map(r -> r.value())));
    members.put("failure", Value.ofOptional(result.failure()));
    return new Value.Fields(members);
  }
}
