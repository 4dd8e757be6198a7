package dev.agentsafe.app.finding;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.lint.Code;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.RuleCoverage;
import dev.agentsafe.core.yaml.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Findings as JSON members; stateless. */
public final class ProblemForm {
  private ProblemForm() {}

  /** What a validation found; file names are as problems have them. */
  public static Value validation(boolean valid, List<Problem> problems) {
    return Value.EMPTY
        .with("valid", Value.of(valid))
        .with(
            "problems",
            new Value.Items(problems.stream().<Value>map(ProblemForm::problem).toList()));
  }

  /** What a run of policy tests found. */
  public static Value tests(List<PolicyTest.Result> results, Optional<RuleCoverage> coverage) {
    var failed = results.stream().filter(result -> !result.passed()).count();
    var all = new LinkedHashMap<String, Value>();
    all.put("total", Value.of(results.size()));
    all.put("passed", Value.of(results.size() - failed));
    all.put("failed", Value.of(failed));
    all.put("results", new Value.Items(results.stream().<Value>map(ProblemForm::result).toList()));
    coverage.ifPresent(found -> all.put("coverage", coverage(found)));
    return new Value.Fields(all);
  }

  /** The word for a severity: {@code error}, {@code warning} or {@code hint}. */
  public static String word(Problem.Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static Value problem(Problem problem) {
    var members = new LinkedHashMap<String, Value>();
    members.put("file", Value.of(problem.location().file()));
    members.put("line", Value.of(problem.location().line()));
    members.put("column", Value.of(problem.location().column()));
    members.put("severity", Value.of(word(problem.severity())));
    members.put("code", Value.of(problem.code()));
    members.put("message", Value.of(problem.message()));
    members.put("fix", Value.ofOptional(Code.of(problem.code()).map(Code::fix)));
    return new Value.Fields(members);
  }

  private static Value result(PolicyTest.Result result) {
    var test = result.test();
    var members = new LinkedHashMap<String, Value>();
    members.put("name", Value.of(test.name()));
    members.put("source_file", Value.of(test.origin().file()));
    members.put("line", Value.of(test.origin().line()));
    members.put("expect", Value.of(test.expectation().effect().label()));
    members.put("passed", Value.of(result.passed()));
    members.put("actual", Value.of(result.actual().label()));
    members.put("reason", Value.of(result.reason()));
    members.put("policy_matched", Value.ofOptional(result.rule().map(r -> r.value())));
    members.put("failure", Value.ofOptional(result.failure()));
    return new Value.Fields(members);
  }

  private static Value coverage(RuleCoverage coverage) {
    var members = new LinkedHashMap<String, Value>();
    members.put("rules", Value.of(coverage.rows().size()));
    members.put("decided", Value.of(coverage.decided()));
    members.put("percent", Value.of(Math.round(coverage.percent() * 10) / 10.0));
    members.put(
        "rows",
        new Value.Items(
            coverage.rows().stream()
                .<Value>map(row ->
                    Value.EMPTY
                        .with("rule", Value.of(row.rule().name().value()))
                        .with("file", Value.of(row.rule().origin().file()))
                        .with("line", Value.of(row.rule().origin().line()))
                        .with("decided", Value.of(row.decided()))
                        .with("matched", Value.of(row.matched())))
                .toList()));
    return new Value.Fields(members);
  }
}
