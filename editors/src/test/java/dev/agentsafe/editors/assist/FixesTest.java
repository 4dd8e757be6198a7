package dev.agentsafe.editors.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Edit;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quick fixes: each takes its problem away and brings no other. */
final class FixesTest {
  private static final String PRODUCTION = "policies/20-production.yaml";
  private static final String SCALE = "actions/scale-deployment.yaml";
  private static final String TESTS = "tests/dev.yaml";
  private static final String INVENTORY = "inventory.yaml";

  private static final String BOUND =
      """
          labels: {app: web, tier: frontend}
          binding:
            kubernetes: {context: demo, namespace: shop-prod, name: web}
      """;

  /** A mistake, and what a fix for it says. */
  private record Slip(String code, String file, String right, String wrong, String fix) {}

  private static final List<Slip> SLIPS =
      List.of(
          new Slip(
              "unknown-key", PRODUCTION, "decision: allow", "descision: allow", "Write `decision`"),
          new Slip(
              "unknown-key",
              PRODUCTION,
              "priority: 600",
              "priority: 600\n    colour: red",
              "Remove `colour`"),
          new Slip(
              "unknown-key",
              PRODUCTION,
              "reason: {required: true}",
              "reason: {required: true, size: 3}",
              "Remove `size`"),
          new Slip(
              "unknown-key",
              PRODUCTION,
              "reason: {required: true}",
              "reason: {required: true, size}",
              "Remove `size`"),
          new Slip(
              "unknown-key",
              PRODUCTION,
              "reason: {required: true}",
              "reason: {required, size: 3}",
              "Remove `size`"),
          new Slip(
              "duplicate-rule",
              PRODUCTION,
              "name: operators-put-things-back",
              "name: >-\n      look-at-production",
              "Call it `look-at-production-2`"),
          new Slip(
              "duplicate-key",
              PRODUCTION,
              "priority: 600",
              "priority: 600\n    priority: 601",
              "Remove `priority`"),
          new Slip(
              "duplicate-key",
              INVENTORY,
              "{app: web, tier: frontend}",
              "{app: web, tier: frontend, app: x}",
              "Remove `app`"),
          new Slip(
              "missing-key",
              PRODUCTION,
              "    decision: allow\n    reason: Known agents may look at production\n",
              "    decision: allow\n",
              "Add `reason: \"\"`"),
          new Slip(
              "missing-key",
              TESTS,
              "    expect: allow\n    expect_rule: dev-is-free\n",
              "",
              "Add `expect: deny`"),
          new Slip(
              "missing-key",
              INVENTORY,
              "    environment: prod\n    sensitivity: restricted\n    owner: storefront\n",
              "    sensitivity: restricted\n",
              "Add `environment: prod`"),
          new Slip("missing-key", SCALE, "version: ", "x-version: ", "Add `version: 1.0.0`"),
          new Slip("value", PRODUCTION, "decision: allow", "decision: alow", "Write `allow`"),
          new Slip("value", INVENTORY, "environment: prod", "environment: prd", "Write `prod`"),
          new Slip(
              "unknown-action",
              PRODUCTION,
              "[get-configmap,",
              "[get-configmpa,",
              "Write `get-configmap`"),
          new Slip(
              "unknown-action",
              PRODUCTION,
              "- delete-pod\n",
              "- delete-pod\n        - launch-rocket\n",
              "Remove launch-rocket"),
          new Slip(
              "unknown-action",
              TESTS,
              "action: restart-deployment",
              "action: restart-deploymnet",
              "Write `restart-deployment`"),
          new Slip(
              "unknown-target", TESTS, "target: dev/web", "target: dev/wbe", "Write `dev/web`"),
          new Slip(
              "unknown-rule",
              TESTS,
              "expect_rule: dev-is-free",
              "expect_rule: dev-is-fre",
              "Write `dev-is-free`"),
          new Slip(
              "unknown-approver",
              PRODUCTION,
              "- roles: [operator]",
              "- roles: [operater]",
              "Write `operator`"),
          new Slip(
              "unknown-label",
              PRODUCTION,
              "environments: [prod]\n",
              "environments: [prod]\n        labels: {tier: fronted}\n",
              "Write `frontend`"),
          new Slip(
              "unknown-label",
              PRODUCTION,
              "environments: [prod]\n",
              "environments: [prod]\n        labels: {teir: frontend}\n",
              "Write `tier`"),
          new Slip(
              "unknown-type",
              PRODUCTION,
              "environments: [prod]\n",
              "environments: [prod]\n        types: [k8s-deploymnet]\n",
              "Write `k8s-deployment`"),
          new Slip(
              "type",
              PRODUCTION,
              "reason: Known agents may look at production",
              "reason: 42",
              "Put it in quotes"),
          new Slip(
              "type", PRODUCTION, "priority: 600", "priority: \"600\"", "Take the quotes away"),
          new Slip(
              "type",
              PRODUCTION,
              "actions: [get-configmap, get-pod-logs, rollout-status]",
              "actions: get-configmap",
              "Make it a list"),
          new Slip(
              "approval",
              PRODUCTION,
              "decision: require_approval",
              "decision: allow",
              "Remove `approval`"),
          new Slip(
              "unbound-target",
              INVENTORY,
              BOUND,
              "    labels: {app: web, tier: frontend}\n",
              "Add `binding`"),
          new Slip(
              "unmarked-secret",
              SCALE,
              "parameters:\n",
              "parameters:\n  - name: api_token\n    type: string\n    required: false\n",
              "Add `secret: true`"),
          new Slip(
              "no-rollback",
              SCALE,
              "rollback_action: ",
              "x-rollback_action: ",
              "Write `reversible: false`"),
          new Slip(
              "duplicate-rule",
              PRODUCTION,
              "name: operators-put-things-back",
              "name: look-at-production",
              "Call it `look-at-production-2`"),
          new Slip("type", SCALE, "version: ", "version: 1.0 # ", "Write `1.0.0`"),
          new Slip(
              "rollback-source",
              SCALE,
              "source: params.namespace",
              "source: params.namspace",
              "Write `params.namespace`"));

  @TempDir private Path folder;
  private Example example;

  @BeforeEach
  void workspace() {
    example = Example.in(folder);
  }

  private static Set<String> worded(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.location().file() + " " + p.code() + " " + p.message())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyFixTakesItsProblemAwayAndBringsNoOther() {
    var good = worded(example.problems());
    assertThat(example.problems())
        .as("a good workspace")
        .allMatch(p -> p.code().equals("unbound-target"));
    for (var slip : SLIPS) {
      var file = example.file(slip.file());
      var right = example.text(file);
      assertThat(right).as(slip.toString()).contains(slip.right());
      int at = right.indexOf(slip.right());
      var wrong =
          right.substring(0, at) + slip.wrong() + right.substring(at + slip.right().length());
      example.edit(file, wrong);
      var problems = example.problems();
      var mistaken = worded(problems);
      var problem =
          problems.stream()
              .filter(
                  p -> p.code().equals(slip.code()) && p.location().file().equals(file.toString()))
              .filter(p -> !good.contains(worded(List.of(p)).iterator().next()))
              .findFirst();
      assertThat(problem).as("%s among %s", slip, mistaken).isPresent();
      var fixes = example.assistant().fixes(file, problem.get());
      assertThat(fixes).as(slip.toString()).extracting(Fix::title).contains(slip.fix());
      for (var fix : fixes) {
        example.edit(file, Edit.apply(wrong, fix.edits()));
        var after = worded(example.problems());
        assertThat(after)
            .as("%s: %s gives\n%s", slip, fix.title(), example.text(file))
            .doesNotContain(worded(List.of(problem.get())).iterator().next());
        after.removeAll(mistaken);
        assertThat(after).as("%s: %s", slip, fix.title()).isEmpty();
      }
      example.edit(file, right);
    }
  }

  @Test
  void nothingIsOfferedWherePlacesAreNotSure() {
    var file = example.replace(PRODUCTION, "decision: allow", "descision: allow");
    var problem =
        example.problems().stream()
            .filter(p -> p.code().equals("unknown-key"))
            .findFirst()
            .orElseThrow();
    assertThat(example.assistant().fixes(file, problem)).isNotEmpty();
    for (var mark : List.of("\ufeff", "# \u2028\n", "# \r\n# \r# \n")) {
      example.edit(file, mark + example.text(file));
      assertThat(example.assistant().fixes(file, problem)).isEmpty();
    }
  }

  @Test
  void aProblemOfTheWholeFileHasNoFix() {
    var file = example.file(PRODUCTION);
    var problem =
        Problem.error(
            dev.agentsafe.core.yaml.Location.ofFile(file.toString()), "no-file", "it is gone");
    assertThat(example.assistant().fixes(file, problem)).isEmpty();
  }
}
