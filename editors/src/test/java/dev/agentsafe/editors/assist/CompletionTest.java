package dev.agentsafe.editors.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.Name;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is offered to somebody who writes; a bar stands for the caret. */
final class CompletionTest {
  private static final String PRODUCTION = "policies/20-production.yaml";
  private static final String RULE =
      """
      rules:
        - name: new
          match:
            %s
          decision: deny
          reason: r
      """;

  @TempDir private Path folder;
  private Example example;

  @BeforeEach
  void workspace() {
    example = Example.in(folder);
  }

  private List<Offer> at(String name, String marked) {
    int bar = marked.indexOf('|');
    var file = example.edit(name, marked.substring(0, bar) + marked.substring(bar + 1));
    return example.assistant().completion(file, bar);
  }

  private List<String> labels(String name, String marked) {
    return at(name, marked).stream().map(Offer::label).toList();
  }

  private String chosen(String name, String marked, String label) {
    var offer = at(name, marked).stream().filter(o -> o.label().equals(label)).findFirst();
    var insertion = offer.orElseThrow().insertion();
    int bar = marked.indexOf('|');
    var text = marked.substring(0, bar) + marked.substring(bar + 1);
    int caret = insertion.edit().from() + insertion.caret();
    var after = Edit.apply(text, List.of(insertion.edit()));
    return after.substring(0, caret) + "|" + after.substring(caret);
  }

  @Test
  void keysThatAreNotThereAreOfferedRequiredOnesFirst() {
    var offered = labels("policies/new.yaml", "rules:\n  - name: x\n    |\n");
    assertThat(offered)
        .contains("match", "decision", "reason", "priority", "approval")
        .doesNotContain("name");
    var offers = at("policies/new.yaml", "rules:\n  - name: x\n    |\n");
    assertThat(offers.getFirst().detail()).contains("required");
    assertThat(offers.getFirst().meaning()).isNotEmpty();
  }

  @Test
  void aKeyComesWithWhatFollowsIt() {
    var file = "policies/new.yaml";
    assertThat(chosen(file, "rules:\n  - name: x\n    mat|\n", "match"))
        .isEqualTo("rules:\n  - name: x\n    match:\n      |\n");
    assertThat(chosen(file, RULE.formatted("act|"), "actions")).contains("actions: [|]");
    assertThat(chosen(file, "rules:\n  - name: x\n    deci|", "decision")).endsWith("decision: |");
    assertThat(chosen(file, "ru|", "rules")).isEqualTo("rules:\n  - |");
    assertThat(chosen(file, "rules:\n  |", "name")).isEqualTo("rules:\n  - name: |");
    assertThat(chosen(file, "rules:\n  - na|me: x\n", "priority"))
        .isEqualTo("rules:\n  - priority|: x\n");
  }

  @Test
  void wordsOfTheSchemaAreOffered() {
    assertThat(labels("policies/new.yaml", "rules:\n  - decision: |\n"))
        .containsExactly("allow", "deny", "require_approval");
    assertThat(labels("policies/new.yaml", RULE.formatted("targets: {environments: [p|]}")))
        .first()
        .isEqualTo("prod");
    assertThat(labels("inventory.yaml", "targets:\n  - id: a\n    sensitivity: |\n"))
        .containsExactlyInAnyOrder("public", "internal", "restricted", "critical");
    assertThat(chosen("policies/new.yaml", "rules:\n  - decision:|", "deny"))
        .isEqualTo("rules:\n  - decision: deny|");
  }

  @Test
  void namesOfTheWorkspaceAreOfferedWhereTheyBelong() {
    assertThat(labels("policies/new.yaml", RULE.formatted("actions: [restart-|]")))
        .first()
        .isEqualTo("restart-deployment");
    assertThat(labels("tests/new.yaml", "tests:\n  - target: prod/|\n")).contains("prod/web");
    assertThat(labels("tests/new.yaml", "tests:\n  - expect_rule: |\n"))
        .contains("look-at-production");
    assertThat(labels("policies/new.yaml", RULE.formatted("callers: {roles: [|]}")))
        .contains("deployer", "observer");
    assertThat(
            labels(
                "policies/new.yaml",
                "rules:\n  - decision: require_approval\n    approval:\n      quorum:\n        -"
                    + " roles: [|]\n"))
        .containsExactly("approver", "operator", "security");
    assertThat(labels("policies/new.yaml", RULE.formatted("targets: {labels: {|}}")))
        .contains("app", "tier");
    assertThat(labels("policies/new.yaml", RULE.formatted("targets: {labels: {tier: |}}")))
        .contains("frontend", "backend");
  }

  @Test
  void parametersAreThoseOfTheAction() {
    assertThat(
            labels(
                "tests/new.yaml",
                "tests:\n  - action: scale-deployment\n    params: {namespace: x, |}\n"))
        .contains("replicas")
        .doesNotContain("namespace");
    var scale = example.text(example.file("actions/scale-deployment.yaml"));
    int source = scale.indexOf("source: ") + "source: ".length();
    assertThat(
            labels(
                "actions/scale-deployment.yaml",
                scale.substring(0, source) + "|" + scale.substring(scale.indexOf('\n', source))))
        .contains("params.namespace")
        .anyMatch(word -> word.startsWith("before_state."));
  }

  @Test
  void ofTwoKeysThatSayTheSameOneIsOffered() {
    assertThat(labels("policies/new.yaml", RULE.formatted("time_windows: [{start: \"08:00\", |}]")))
        .contains("end", "end_hour", "timezone")
        .doesNotContain("start_hour");
    assertThat(labels("policies/new.yaml", "rules:\n  - decision: allow\n    |\n"))
        .doesNotContain("approval");
  }

  @Test
  void theKeysOfAFormAreThoseOfItsType() {
    assertThat(labels("agent-safe.yaml", "shippers:\n  - type: |\n"))
        .contains("filesystem", "syslog", "s3");
    assertThat(labels("agent-safe.yaml", "shippers:\n  - type: syslog\n    |\n"))
        .contains("host", "port", "tls")
        .doesNotContain("bucket", "url");
  }

  @Test
  void textsThatNeedQuotesGetThem() {
    example.edit(
        "tests/old.yaml",
        "tests:\n  - {name: t, action: cordon-node, expect: deny, caller: \"yes\"}\n");
    assertThat(chosen("tests/new.yaml", "tests:\n  - caller: |\n", "yes")).endsWith("\"yes\"|\n");
    assertThat(chosen("tests/new.yaml", "tests:\n  - target: \"prod/w|\"\n", "prod/web"))
        .endsWith("\"prod/web\"|\n");
  }

  @Test
  void nothingIsThrownAtAnyCaretOfAnyCut() {
    var random = new Random(3);
    int asked = 0;
    for (var file : example.files()) {
      var text = example.text(file);
      for (int round = 0; round < 6; round++) {
        int cut = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), cut + random.nextInt(200));
        var left =
            random.nextBoolean()
                ? text.substring(0, cut)
                : text.substring(0, cut) + text.substring(end);
        example.edit(file, left);
        for (int at :
            new int[] {0, cut, cut / 2, left.length(), random.nextInt(left.length() + 1)}) {
          for (var offer : example.assistant().completion(file, Math.min(at, left.length()))) {
            assertThat(offer.insertion().edit().to()).isLessThanOrEqualTo(left.length());
            asked++;
          }
        }
      }
      example.edit(file, text);
    }
    assertThat(asked).isGreaterThan(2_000);
  }

  @Test
  void whatIsOfferedForAValueIsKnown() {
    var random = new Random(11);
    int tried = 0;
    for (var file : example.files()) {
      var text = example.text(file);
      var before = unknown();
      var values = new ArrayList<Node.Scalar>();
      values(example.bench().root(file).orElseThrow(), values);
      var rows = new Lines(text);
      for (int i = 0; i < 4; i++) {
        var value = values.get(random.nextInt(values.size()));
        var offers = example.assistant().completion(file, rows.from(value.span()));
        if (offers.isEmpty()
            || offers.getFirst().kind() == Offer.Kind.KEY
            || example
                .assistant()
                .name(file, rows.from(value.span()))
                .filter(Name::declared)
                .isPresent()) {
          continue;
        }
        var offer = offers.get(random.nextInt(offers.size()));
        example.edit(file, Edit.apply(text, List.of(offer.insertion().edit())));
        var added = unknown();
        added.removeAll(before);
        assertThat(added).as("%s for `%s` in %s", offer, value.text(), file).isEmpty();
        example.edit(file, text);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(40);
  }

  private Set<String> unknown() {
    return example.problems().stream()
        .filter(p -> p.severity() != Problem.Severity.HINT)
        .filter(p ->
            p.code().startsWith("unknown")
                || Set.of("value", "type", "syntax", "scalar", "yaml-dialect").contains(p.code()))
        .map(p -> p.location().file() + " " + p.code() + " " + p.message())
        .collect(Collectors.toSet());
  }

  /** Single values that are not free text: what follows a key, and what is in a list. */
  private static void values(Node node, List<Node.Scalar> found) {
    switch (node) {
      case Node.Scalar scalar -> found.add(scalar);
      case Node.Sequence list -> list.items().forEach(item -> values(item, found));
      case Node.Mapping map -> map.entries().forEach(entry -> values(entry.value(), found));
    }
  }

  @Test
  void aPolicyOfTheStarterIsCompletedInTheMiddle() {
    var text = example.text(example.file(PRODUCTION));
    int at = text.indexOf("[get-configmap") + 1;
    assertThat(labels(PRODUCTION, text.substring(0, at) + "|, " + text.substring(at)))
        .contains("update-image", "delete-pod");
  }
}
