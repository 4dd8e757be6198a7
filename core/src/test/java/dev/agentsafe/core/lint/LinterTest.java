package dev.agentsafe.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LinterTest {
  private static final String ACTION =
      """
      name: scale-deployment
      version: 1.0.0
      description: Sets the number of replicas
      risk_class: medium
      target_types: [k8s-deployment]
      parameters:
        - {name: replicas, type: integer, default: 3, constraints: {max_value: 5}}
      reversible: true
      rollback_action: scale-deployment
      rollback_params: {replicas: {source: before_state.replicas}}
      state_fields: [{name: replicas}]
      """;
  private static final String RULES =
      """
      rules:
        - {name: first, priority: 2, match: {actions: [scale-*], targets: {}}, decision: allow, reason: r}
        - {name: rest, priority: 1, match: {}, decision: deny, reason: r}
      """;
  private static final String TARGETS =
      """
      targets:
        - id: prod/api
          type: k8s-deployment
          environment: prod
          sensitivity: critical
          binding: {kubernetes: {namespace: n, name: api}}
      """;

  private static List<String> check(String action, String rules, String targets) {
    return Linter.check(
            new WorkspaceFiles(
                List.of(new Source("a.yaml", action)),
                List.of(new Source("p.yaml", rules)),
                Optional.of(new Source("i.yaml", targets))))
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void aWorkspaceInOrderHasNoProblems() {
    assertThat(check(ACTION, RULES, TARGETS)).isEmpty();
  }

  @Test
  void rollbacksThatCannotWorkAreSeen() {
    assertThat(check(ACTION.replace("action: scale-", "action: scal-"), RULES, TARGETS))
        .containsExactly(
            "a.yaml:9:18: there is no action `scal-deployment`; did you mean `scale-deployment`?");
    assertThat(
            check(ACTION.replace("before_state.replicas", "before_state.replica"), RULES, TARGETS))
        .containsExactly(
            "a.yaml:10:38: this action has no state field `replica`; did you mean `replicas`?");
    assertThat(
            check(
                ACTION.replace("rollback_params: {replicas:", "rollback_params: {replica:"),
                RULES,
                TARGETS))
        .hasSize(2)
        .anyMatch(p -> p.contains("needs the parameter `replicas`"))
        .anyMatch(p -> p.contains("has no parameter `replica`; did you mean `replicas`?"));
  }

  @Test
  void defaultsThatWouldBeRefusedAreSeen() {
    assertThat(check(ACTION.replace("default: 3", "default: 9"), RULES, TARGETS))
        .containsExactly(
            "a.yaml:7:46: the default: Parameter 'replicas': value 9 exceeds maximum 5.0");
  }

  @Test
  void rulesThatAreNeverReachedOrTooBroadAreSeen() {
    assertThat(check(ACTION, RULES.replace("priority: 1", "priority: 3"), TARGETS))
        .containsExactly(
            "p.yaml:2:5: rule `first` is never reached: `rest` at p.yaml:3:5 matches all that it"
                + " could; give it a higher priority or remove it");
    assertThat(check(ACTION, RULES.replace(", targets: {}", ""), TARGETS))
        .containsExactly(
            "p.yaml:2:5: rule `first` allows on every target; say in `match.targets` on which");
    assertThat(check(ACTION, RULES.replace("scale-*", "scael-deployment"), TARGETS))
        .containsExactly(
            "p.yaml:2:5: rule `first` names `scael-deployment`, which is no action; did you mean"
                + " `scale-deployment`?");
  }

  @Test
  void unboundTargetsAndAmbiguousScalarsAreSeen() {
    var unbound =
        TARGETS.replaceAll("(?m)^ *binding.*\\n", "    owner: 'on'\n    labels: {a: on}\n");

    assertThat(check(ACTION, RULES, unbound.replace("{a: on}", "{a: 'on'}")))
        .containsExactly(
            "i.yaml:2:5: the target `prod/api` has no `binding`; only rehearsals run on it until"
                + " one says what it is");
    assertThat(check(ACTION, RULES, unbound))
        .anyMatch(p -> p.startsWith("i.yaml:7:17: `on` is `true` in YAML 1.1"))
        .anyMatch(p -> p.contains("must be a text"));
  }

  @Test
  void aPatternThatIsNoneIsAnError() {
    var broken = ACTION.replace("{max_value: 5}", "{pattern: '['}");

    assertThat(
            Linter.check(
                new WorkspaceFiles(
                    List.of(new Source("a.yaml", broken)), List.of(), Optional.empty())))
        .anyMatch(p -> p.severity() == Problem.Severity.ERROR && p.code().equals("bad-pattern"));
  }
}
