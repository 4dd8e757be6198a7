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
        - {name: first, priority: 2, match: {actions: [scale-*], targets: {environments: [prod]}}, decision: allow, reason: r}
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
                Optional.of(new Source("i.yaml", targets)),
                List.of()))
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
    assertThat(check(ACTION, RULES.replace("{environments: [prod]}", "{}"), TARGETS))
        .containsExactly(
            "p.yaml:2:39: rule `first` allows on every target at every risk; say in"
                + " `match.targets` on which, or in `match.risk_classes` up to which");
    assertThat(check(ACTION, RULES.replace("scale-*", "scael-deployment"), TARGETS))
        .containsExactly(
            "p.yaml:2:50: rule `first` names `scael-deployment`, which is no action; did you mean"
                + " `scale-deployment`?");
  }

  @Test
  void waysBackThatWouldBeRefusedAreSeen() {
    assertThat(
            check(
                ACTION.replace("{name: replicas}]", "{name: replicas, type: string}]"),
                RULES,
                TARGETS))
        .containsExactly(
            "a.yaml:10:38: `scale-deployment` takes `replicas` as integer, but the state field"
                + " `replicas` is string; a roll-back would be refused");
    assertThat(
            check(
                ACTION
                    .replace("default: 3", "required: false")
                    .replace("before_state.replicas", "params.replicas"),
                RULES,
                TARGETS))
        .isEmpty();
    assertThat(
            check(
                ACTION.replace("before_state.replicas", "before_state.replicas.n"), RULES, TARGETS))
        .containsExactly(
            "a.yaml:10:38: this action has no state field `replicas.n`; did you mean `replicas`?");
  }

  @Test
  void aWayBackForOtherTargetsIsSeen() {
    var back =
        ACTION
            .replace("scale-deployment", "wake-node")
            .replace("k8s-deployment", "k8s-node")
            .replace("reversible: true", "reversible: false")
            .replaceAll("rollback_(action|params): .*\\n", "");
    var files =
        new WorkspaceFiles(
            List.of(
                new Source(
                    "a.yaml", ACTION.replace("action: scale-deployment", "action: wake-node")),
                new Source("b.yaml", back)),
            List.of(),
            Optional.empty(),
            List.of());

    assertThat(Linter.check(files).stream().map(Problem::toString))
        .containsExactly(
            "a.yaml:9:18: `wake-node` does not apply to `k8s-deployment`, on which this action is"
                + " done; a roll-back there would be refused");
  }

  @Test
  void secretsThatNobodyMarkedAreSeen() {
    var secret = "- {name: %s, type: string, required: false}\n  - {name: replicas";
    for (var name :
        List.of("password", "db_password", "api_key", "access_token", "client-secret")) {
      assertThat(check(ACTION.replace("- {name: replicas", secret.formatted(name)), RULES, TARGETS))
          .containsExactly(
              "a.yaml:7:12: the parameter `"
                  + name
                  + "` sounds like a secret and would be recorded in clear; say `secret: true`, or"
                  + " `secret: false` if it is none");
    }
    for (var name : List.of("secret_name", "page_token", "token_count", "key", "password_policy")) {
      assertThat(check(ACTION.replace("- {name: replicas", secret.formatted(name)), RULES, TARGETS))
          .as(name)
          .isEmpty();
    }
    for (var said : List.of("secret: true", "secret: false")) {
      assertThat(
              check(
                  ACTION.replace(
                      "- {name: replicas",
                      secret
                          .formatted("token")
                          .replace("required: false", "required: false, " + said)),
                  RULES,
                  TARGETS))
          .as(said)
          .isEmpty();
    }
    assertThat(
            check(
                ACTION.replace(
                    "- {name: replicas",
                    secret
                        .formatted("token")
                        .replace("required", "secret: true, default: x, required")),
                RULES,
                TARGETS))
        .singleElement()
        .asString()
        .contains("the secret `token` has a default");
  }

  @Test
  void whatIsNotInTheInventoryIsSeen() {
    assertThat(check(ACTION, RULES.replace("[prod]", "[dev]"), TARGETS))
        .containsExactly(
            "p.yaml:2:85: rule `first` names the environment `dev`, in which there is no target");
    assertThat(
            check(
                ACTION, RULES.replace("environments: [prod]", "types: [k8s-deploymnet]"), TARGETS))
        .containsExactly(
            "p.yaml:2:78: rule `first` names the target type `k8s-deploymnet`, which no target has;"
                + " did you mean `k8s-deployment`?");
    var labelled = TARGETS.replace("    binding", "    labels: {tier: backend}\n    binding");
    assertThat(
            check(
                ACTION, RULES.replace("environments: [prod]", "labels: {tier: backnd}"), labelled))
        .containsExactly(
            "p.yaml:2:85: rule `first` asks for the label `tier: backnd`, which no target has; did"
                + " you mean `backend`?");
    assertThat(
            check(
                ACTION,
                RULES.replace(
                    "environments: [prod]", "environments: [prod], sensitivities: [public]"),
                TARGETS))
        .containsExactly(
            "p.yaml:2:69: rule `first` matches no target of the inventory as it is; it does nothing"
                + " until there is one");
  }

  @Test
  void rulesThatCanNeverMatchAreSeen() {
    assertThat(
            check(
                ACTION,
                RULES.replace("{environments: [prod]}", "{}, risk_classes: [low]"),
                TARGETS))
        .as("a medium action is low on public targets")
        .noneMatch(p -> p.contains("never matches"));
    assertThat(
            check(
                ACTION,
                RULES.replace(
                    "{environments: [prod]}", "{sensitivities: [critical]}, risk_classes: [low]"),
                TARGETS))
        .containsExactly(
            "p.yaml:2:112: rule `first` never matches: its actions never have such a risk on the"
                + " targets it asks for; see `risk_class` of the actions and the targets'"
                + " `sensitivity`");
    var node =
        TARGETS
            + TARGETS.lines().skip(1).toList().stream()
                .map(l -> l + "\n")
                .reduce("", String::concat)
                .replace("prod/api", "prod/node")
                .replace("k8s-deployment", "k8s-node");
    assertThat(check(ACTION, RULES.replace("environments: [prod]", "types: [k8s-node]"), node))
        .containsExactly(
            "p.yaml:2:77: rule `first` never matches: none of its actions applies to these target"
                + " types; correct `actions` or `types`");
    for (var impossible :
        List.of(
            "actions: []",
            "targets: {environments: []}",
            "time_windows: []",
            "callers: {roles: []}",
            "callers: {max_delegation_depth: 0, require_delegation: true}")) {
      assertThat(
              check(
                  ACTION,
                  RULES
                      .replace("actions: [scale-*]", impossible)
                      .replace("allow", "deny")
                      .replace(
                          impossible.startsWith("targets")
                              ? ", targets: {environments: [prod]}"
                              : "~",
                          ""),
                  TARGETS))
          .as(impossible)
          .anyMatch(p -> p.startsWith("p.yaml:2:") && p.contains("rule `first` never matches"));
    }
  }

  @Test
  void testsThatNameWhatThereIsNotAreSeen() {
    var tests =
        """
        tests:
          - {name: a, action: scale-deploymet, target: prod/api, caller: x, params: {}, expect: deny}
          - {name: b, action: scale-deployment, target: prod/apo, caller: x, params: {}, expect: deny}
          - {name: c, action: nope, target: nope, params: {}, expect: deny, expect_reason: Unknown}
          - {name: c, action: scale-deployment, target: prod/api, params: {}, expect: deny, expect_rule: frist}
        """;
    var files =
        new WorkspaceFiles(
            List.of(new Source("a.yaml", ACTION)),
            List.of(new Source("p.yaml", RULES)),
            Optional.of(new Source("i.yaml", TARGETS)),
            List.of(new Source("t.yaml", tests)));

    assertThat(Linter.check(files).stream().map(Problem::toString))
        .containsExactly(
            "t.yaml:2:23: the test `a` names the action `scale-deploymet`, which there is not; did"
                + " you mean `scale-deployment`?",
            "t.yaml:3:49: the test `b` names the target `prod/apo`, which there is not; did you"
                + " mean `prod/api`?",
            "t.yaml:5:12: the test `c` has the name of the one at t.yaml:4:5; rename it",
            "t.yaml:5:98: the test `c` names the rule `frist`, which there is not; did you mean"
                + " `first`?");
  }

  private static List<String> approvers(String quorum) {
    var rules =
        """
        rules:
          - name: asked
            match: {targets: {environments: [prod]}}
            decision: require_approval
            reason: r
            approval: {quorum: [%s]}
        """
            .formatted(quorum);
    var operators =
        """
        operators:
          - {id: anna, roles: [operator], groups: [on-call]}
          - {id: ben, roles: [operator, security]}
        """;
    return Linter.check(
            new WorkspaceFiles(
                List.of(new Source("a.yaml", ACTION)),
                List.of(new Source("p.yaml", rules)),
                Optional.of(new Source("i.yaml", TARGETS)),
                List.of(),
                Optional.of(new Source("o.yaml", operators))))
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void quorumsThatNobodyCanMeetAreSeen() {
    assertThat(approvers("{roles: [operator], count: 2}")).isEmpty();
    assertThat(approvers("{roles: [operator]}, {users: [ben]}")).isEmpty();
    assertThat(approvers("{roles: [oparator]}"))
        .containsExactly(
            "p.yaml:6:34: rule `asked` asks for approvers of `roles: oparator`, and there are none;"
                + " did you mean `operator`?");
    assertThat(approvers("{groups: [sre]}, {users: [bne]}"))
        .containsExactly(
            "p.yaml:6:35: rule `asked` asks for approvers of `groups: sre`, and there are none;"
                + " correct it or add such an operator",
            "p.yaml:6:51: rule `asked` asks for approvers of `users: bne`, and there are none; did"
                + " you mean `ben`?");
    assertThat(approvers("{roles: [security], count: 2}"))
        .containsExactly(
            "p.yaml:6:52: rule `asked` asks for 2 distinct people and there are 1; nothing it"
                + " covers can be approved");
    assertThat(approvers("{roles: [operator], count: 2}, {users: [anna]}"))
        .as("three people are wanted, and anna is one of the two")
        .singleElement()
        .asString()
        .contains("asks for 3 distinct people and there are 2");
  }

  @Test
  void unboundTargetsAndAmbiguousScalarsAreSeen() {
    var unbound =
        TARGETS.replaceAll("(?m)^ *binding.*\\n", "    owner: 'on'\n    labels: {a: on}\n");

    assertThat(check(ACTION, RULES, unbound.replace("{a: on}", "{a: 'on'}")))
        .containsExactly(
            "i.yaml:2:5: the target `prod/api` has no `binding`; only rehearsals run on it until"
                + " one says what it is");
    assertThat(check(ACTION, RULES, unbound.replace("{a: on}", "{a: 'on'}\n    x-note: on")))
        .anyMatch(p -> p.startsWith("i.yaml:8:13: `on` is `true` in YAML 1.1"));
    assertThat(check(ACTION, RULES, unbound))
        .as("said once")
        .containsExactly(
            "i.yaml:7:17: `a` must be a text, this is the boolean `on`; put it in quotes");
  }

  @Test
  void aPatternThatIsNoneIsAnError() {
    var broken = ACTION.replace("{max_value: 5}", "{pattern: '['}");

    assertThat(
            Linter.check(
                new WorkspaceFiles(
                    List.of(new Source("a.yaml", broken)), List.of(), Optional.empty(), List.of())))
        .anyMatch(p -> p.severity() == Problem.Severity.ERROR && p.code().equals("bad-pattern"));
  }
}
