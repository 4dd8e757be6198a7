package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Loads policy tests and runs them; immutable and thread-safe.
 *
 * <p>Every test stands alone: limits and cumulative risk, which remember earlier requests, take no
 * part.
 */
public final class PolicyTests {
  private static final Set<String> FILE = PolicyTestReader.keys("tests");

  private final RequestParser parser;
  private final PolicySet policies;

  /** Tests run against these actions, targets and rules; any text is a change ticket. */
  public PolicyTests(Catalog catalog, Inventory inventory, PolicySet policies) {
    this(new RequestParser(catalog, inventory), policies);
  }

  /** Tests run against these rules, requests read as the workspace reads them. */
  public PolicyTests(RequestParser parser, PolicySet policies) {
    this.parser = parser;
    this.policies = policies;
  }

  /** The tests of a file, or of a folder's files in order of their names. */
  public static Loaded<List<PolicyTest>> load(Path path) {
    List<Problem> found = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      var source = SourceFiles.read(path, found);
      return source.isPresent() ? load(List.of(source.get())) : new Loaded.Bad<>(found);
    }
    var sources = SourceFiles.ofFolder(path, "tests", found);
    if (sources.isEmpty() && found.isEmpty()) {
      found.add(
          Problem.error(
              Location.ofFile(path.toString()),
              "no-tests",
              "there are no `*.yaml` or `*.yml` files with tests in `" + path + "`"));
    }
    return found.isEmpty() ? load(sources) : new Loaded.Bad<>(found);
  }

  /** The tests of these texts, in their order. */
  public static Loaded<List<PolicyTest>> load(List<Source> sources) {
    List<Problem> found = new ArrayList<>();
    var tests = new ArrayList<PolicyTest>();
    for (var source : sources) {
      var problems = new Problems(source.file());
      tests.addAll(read(source, problems));
      found.addAll(problems.list());
    }
    return found.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR)
        ? new Loaded.Bad<>(found)
        : new Loaded.Good<>(List.copyOf(tests), found);
  }

  /** The tests of one text; what is wrong is noted. */
  public static List<PolicyTest> read(Source source, Problems problems) {
    var root = Document.read(source, problems);
    if (root.isEmpty()) {
      if (!problems.hasErrors()) {
        problems.error(1, 1, "empty", "the file is empty; the key `tests` is expected");
      }
      return List.of();
    }
    return items(root.get(), problems).stream()
        .takeWhile(node -> !problems.isFull())
        .map(node -> PolicyTestReader.read(node, problems))
        .toList();
  }

  static List<Node> items(Node root, Problems problems) {
    var file = Section.open(root, "a file of tests", FILE, problems);
    if (root instanceof Node.Mapping) {
      file.require("tests");
    }
    return file.items("tests");
  }

  /**
   * Runs one test.
   *
   * @param now the time of a test that names none
   */
  public PolicyTest.Result run(PolicyTest test, Facts.When now) {
    return switch (parser.parse(test.submission())) {
      case Parsed.Unfit unfit -> result(test, Effect.DENY, unfit.reason(), Optional.empty());
      case Parsed.Fits(var request) -> {
        var decision = policies.decide(facts(test, request, now));
        yield result(
            test, decision.effect(), decision.reason(), decision.rule().map(r -> r.name()));
      }
    };
  }

  /** Runs all of them. */
  public TestRun run(List<PolicyTest> tests, Facts.When now) {
    return TestRun.of(this, tests, now);
  }

  /** Which rules these tests show at work; what does not fit together reaches no rule. */
  public RuleCoverage coverage(List<PolicyTest> tests, Facts.When now) {
    var facts =
        tests.stream()
            .flatMap(test ->
                parser.parse(test.submission()) instanceof Parsed.Fits(var request)
                    ? Stream.of(facts(test, request, now))
                    : Stream.empty())
            .toList();
    var deciders = facts.stream().map(each -> policies.decide(each).rule()).toList();
    var rows = new ArrayList<RuleCoverage.Row>();
    for (var rule : policies.rules()) {
      var alone = new PolicySet(List.of(rule));
      rows.add(
          new RuleCoverage.Row(
              rule,
              (int) deciders.stream().filter(by -> by.equals(Optional.of(rule))).count(),
              (int) facts.stream().filter(f -> alone.decide(f).rule().isPresent()).count()));
    }
    return new RuleCoverage(rows);
  }

  private static Facts facts(PolicyTest test, ActionRequest request, Facts.When now) {
    return Facts.of(
        test.submission(),
        Optional.of(request.action()),
        Optional.of(request.target()),
        test.at().orElse(now));
  }

  private static PolicyTest.Result result(
      PolicyTest test, Effect actual, String reason, Optional<RuleName> rule) {
    var wanted = test.expectation();
    Optional<String> failure = Optional.empty();
    if (actual != wanted.effect()) {
      failure = Optional.of("expected " + wanted.effect().label() + ", it is " + actual.label());
    } else if (wanted.rule().isPresent() && !wanted.rule().equals(rule)) {
      failure =
          Optional.of(
              "expected the rule `%s`, it is %s"
                  .formatted(
                      wanted.rule().get(), rule.map(r -> "`" + r + "`").orElse("no rule at all")));
    } else if (wanted.reason().isPresent() && !reason.contains(wanted.reason().get())) {
      failure =
          Optional.of(
              "expected a reason with `" + wanted.reason().get() + "`, it is `" + reason + "`");
    }
    return new PolicyTest.Result(test, actual, reason, rule, failure);
  }
}
