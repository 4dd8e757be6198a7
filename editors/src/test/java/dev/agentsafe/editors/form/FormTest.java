package dev.agentsafe.editors.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Tree;
import dev.agentsafe.editors.schema.Shapes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change of a form does to the text, and what a form shows of it. */
final class FormTest {
  private static final Shapes SHAPES = Shapes.read();
  private static final Where RULES = Where.ROOT.key("rules");
  private static final String POLICY =
      """
      # What holds
      rules:
        # --- the first ones ---

        # about a
        - name: a   # its name
          priority: 10 # high
          match:
            # which
            actions: [scale-*, 'get-*'] # some
            targets:
              environments:
                - prod   # the shop
                - staging
          decision: allow
          reason: 'it''s fine'
          # approval: later

        - name: b
          match: {}
          decision: require_approval
          reason: >-
            people
            look
          approval:
            quorum:
              - roles: [operator]
        # the end
      """;

  private static Form form(FileKind kind, String text) {
    return Form.of(kind, SHAPES.of(kind.schema()), Tree.of("f", text));
  }

  private static Form form(String text) {
    return form(FileKind.POLICY, text);
  }

  private static String after(String text, Change change) {
    return after(form(text), change).after().text();
  }

  private static Outcome.Changed after(Form form, Change change) {
    var outcome = form.change(change);
    assertThat(outcome).isInstanceOf(Outcome.Changed.class);
    var changed = (Outcome.Changed) outcome;
    assertThat(Edit.apply(form.text(), changed.edits())).isEqualTo(changed.after().text());
    return changed;
  }

  @Test
  void aPlaceIsFollowedThroughChangesOfItsList() {
    var text = "rules:\n  - name: a\n  - name: b\n  - name: c\n  - name: d\n";
    var changes =
        List.of(
            new Change.Remove(RULES, 1),
            new Change.Move(RULES, 0, 2),
            new Change.Move(RULES, 3, 1),
            new Change.Rename(RULES.item(2).key("name"), "reason"),
            new Change.Set(RULES.item(0).key("decision"), Value.of("deny")));
    for (var change : changes) {
      var form = form(text);
      var after = after(form, change).after();
      for (int i = 0; i < 4; i++) {
        var name = RULES.item(i).key("name");
        var there = name.after(change);
        boolean isOut = change instanceof Change.Remove(var list, int index) && index == i;
        assertThat(there.isEmpty()).isEqualTo(isOut);
        there.ifPresent(
            at -> assertThat(after.written(at)).as(change + "").isEqualTo(form.written(name)));
      }
    }
    var elsewhere = Where.ROOT.key("targets").item(3);
    assertThat(elsewhere.after(changes.getFirst())).contains(elsewhere);
    assertThat(RULES.after(changes.getFirst())).contains(RULES);
  }

  private static String refused(String text, Change change) {
    var outcome = form(text).change(change);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).why();
  }

  private static Value text(String text) {
    return Value.of(text);
  }

  private static Where rule(int index) {
    return RULES.item(index);
  }

  /** The policy with one stretch of it written otherwise. */
  private static String with(String was, String is) {
    assertThat(POLICY).containsOnlyOnce(was);
    return POLICY.replace(was, is);
  }

  @Test
  void aValueIsWrittenInTheWayOfTheOneBeforeItAndItsLineKeepsItsComment() {
    assertThat(after(POLICY, new Change.Set(rule(0).key("decision"), text("deny"))))
        .isEqualTo(with("decision: allow", "decision: deny"));
    assertThat(after(POLICY, new Change.Set(rule(0).key("priority"), Value.of(20))))
        .isEqualTo(with("priority: 10 # high", "priority: 20 # high"));
    assertThat(after(POLICY, new Change.Set(rule(0).key("name"), text("a: b"))))
        .isEqualTo(with("name: a   # its name", "name: \"a: b\"   # its name"));
    assertThat(after(POLICY, new Change.Set(rule(0).key("reason"), text("it's not"))))
        .isEqualTo(with("'it''s fine'", "'it''s not'"));
    assertThat(after(POLICY, new Change.Set(rule(1).key("reason"), text("nobody looks, ever"))))
        .isEqualTo(with("people\n      look\n", "nobody looks, ever\n"));
    var item = rule(0).key("match").key("targets").key("environments").item(0);
    assertThat(after(POLICY, new Change.Set(item, text("dev"))))
        .isEqualTo(with("- prod   # the shop", "- dev   # the shop"));
  }

  @Test
  void aNewKeyComesBehindThoseThatTheSchemaNamesBeforeIt() {
    assertThat(after(POLICY, new Change.Set(rule(1).key("priority"), Value.of(5))))
        .isEqualTo(with("- name: b\n", "- name: b\n    priority: 5\n"));
    assertThat(after(POLICY, new Change.Set(rule(0).key("description"), text("yes"))))
        .isEqualTo(with("# its name\n", "# its name\n    description: \"yes\"\n"));
    var roles = rule(0).key("match").key("callers").key("roles");
    assertThat(after(POLICY, new Change.Add(roles, text("deployer"))))
        .isEqualTo(with("- staging\n", "- staging\n      callers:\n        roles: [deployer]\n"));
    assertThat(
            after(
                POLICY, new Change.Set(rule(1).key("match").key("require_ticket"), Value.of(true))))
        .isEqualTo(with("match: {}", "match: {require_ticket: true}"));
  }

  @Test
  void itemsComeAtTheEndInTheWayOfTheirList() {
    var match = rule(0).key("match");
    assertThat(after(POLICY, new Change.Add(match.key("actions"), text("drain-node"))))
        .isEqualTo(with("'get-*'] # some", "'get-*', drain-node] # some"));
    assertThat(after(POLICY, new Change.Add(match.key("targets").key("environments"), text("dev"))))
        .isEqualTo(with("- staging\n", "- staging\n          - dev\n"));
    var rule =
        new Value.Fields(Map.of("name", text("c")))
            .with("match", new Value.Fields(Map.of("actions", Value.texts(List.of("x")))))
            .with("decision", text("deny"))
            .with("reason", text(""));
    assertThat(after(POLICY, new Change.Add(RULES, rule)))
        .isEqualTo(
            with(
                "- roles: [operator]\n",
                """
                - roles: [operator]

                  - name: c
                    match:
                      actions: [x]
                    decision: deny
                    reason: ""
                """
                    .replace("                - roles", "- roles")));
  }

  @Test
  void whatIsTakenAwayTakesOnlyTheCommentsThatStandInIt() {
    var match = rule(0).key("match");
    var some = after(form(POLICY), new Change.Clear(match.key("actions")));
    assertThat(some.after().text())
        .isEqualTo(with("      actions: [scale-*, 'get-*'] # some\n", ""));
    assertThat(some.lost()).containsExactly("# some");
    var item = after(form(POLICY), new Change.Remove(match.key("targets").key("environments"), 0));
    assertThat(item.after().text()).isEqualTo(with("          - prod   # the shop\n", ""));
    assertThat(item.lost()).containsExactly("# the shop");
    var rule = after(form(POLICY), new Change.Remove(RULES, 0));
    assertThat(rule.after().text())
        .isEqualTo(
            POLICY.substring(0, POLICY.indexOf("  - name: a"))
                + "\n"
                + POLICY.substring(POLICY.indexOf("  - name: b")));
    assertThat(rule.lost())
        .containsExactly(
            "# its name", "# high", "# which", "# some", "# the shop", "# approval: later");
  }

  @Test
  void anEmptyListStaysAndAnOptionalMappingGoesWithItsLastKey() {
    var users =
        "rules:\n  - name: a\n    match:\n      callers:\n        roles:  # who\n          - x\n";
    var roles = rule(0).key("match").key("callers").key("roles");
    assertThat(after(users, new Change.Remove(roles, 0)))
        .as("nobody, which is not everybody")
        .isEqualTo(users.replace("roles:  # who\n          - x\n", "roles: []  # who\n"));
    assertThat(after("rules: [{match: {callers: {roles: [x]}}}]", new Change.Remove(roles, 0)))
        .isEqualTo("rules: [{match: {callers: {roles: []}}}]");
    assertThat(after(users, new Change.Clear(roles)))
        .as("a rule needs its match")
        .isEqualTo("rules:\n  - name: a\n    match: {}\n");
  }

  @Test
  void aRuleMovesWithTheCommentsRightAboveItAndInIt() {
    var moved = after(POLICY, new Change.Move(RULES, 0, 1));
    int a = POLICY.indexOf("  # about a");
    int b = POLICY.indexOf("  - name: b");
    int end = POLICY.indexOf("  # the end");
    assertThat(moved)
        .isEqualTo(
            POLICY.substring(0, a)
                + POLICY.substring(b, end)
                + "\n"
                + POLICY.substring(a, b - 1)
                + POLICY.substring(end));
    assertThat(after(moved, new Change.Move(RULES, 1, 0))).isEqualTo(POLICY);
    assertThat(after("rules: [{name: a}, {name: b}, {name: c}]", new Change.Move(RULES, 2, 0)))
        .isEqualTo("rules: [{name: c}, {name: a}, {name: b}]");
  }

  @Test
  void aFileIsBegunFromNothing() {
    var change = new Change.Add(RULES, new Value.Fields(Map.of("name", text("a"))));
    assertThat(after("", change)).isEqualTo("rules:\n  - name: a\n");
    assertThat(after("# mine", change)).isEqualTo("# mine\nrules:\n  - name: a\n");
    assertThat(after("rules:  # all\n", change)).isEqualTo("rules:  # all\n  - name: a\n");
    assertThat(after("rules: []\n", change)).isEqualTo("rules:\n  - name: a\n");
  }

  @Test
  void lineEndsAndTheMarkOfAFileStay() {
    var windows = "\ufeff" + POLICY.replace("\n", "\r\n");
    assertThat(after(windows, new Change.Set(rule(1).key("priority"), Value.of(5))))
        .isEqualTo(windows.replace("- name: b\r\n", "- name: b\r\n    priority: 5\r\n"));
    assertThat(after(windows, new Change.Move(RULES, 1, 0)))
        .isEqualTo("\ufeff" + after(POLICY, new Change.Move(RULES, 1, 0)).replace("\n", "\r\n"));
  }

  @Test
  void whatCannotBeReadIsNotWrittenOverAndSaysWhy() {
    var anchors = POLICY.replace("decision: allow", "decision: &x allow");
    assertThat(form(anchors).unread()).hasSize(1);
    assertThat(refused(anchors, new Change.Set(rule(0).key("decision"), text("deny"))))
        .isEqualTo("line 15: `&x` is an anchor; write the value out where it is used");
    assertThat(form(anchors).fields(rule(0)))
        .allSatisfy(field -> assertThat(field.head().isOpen()).isFalse());
    assertThat(refused(anchors, new Change.Move(RULES, 0, 1))).startsWith("line 15: ");
    assertThat(refused(anchors, new Change.Remove(RULES, 0))).startsWith("line 15: ");
    assertThat(after(anchors, new Change.Set(rule(1).key("decision"), text("deny"))))
        .isEqualTo(anchors.replace("decision: require_approval", "decision: deny"));
    for (var written : List.of("*x", "!!str allow", "allow\n    <<: {a: b}", "[allow")) {
      var text = POLICY.replace("decision: allow", "decision: " + written);
      assertThat(refused(text, new Change.Set(rule(0).key("reason"), text("x"))))
          .as(written)
          .isNotEmpty();
    }
    var twice = POLICY.replace("decision: allow", "decision: allow\n    decision: deny");
    assertThat(refused(twice, new Change.Set(rule(0).key("decision"), text("deny"))))
        .isEqualTo("`decision` is given twice; remove one of them in the text");
    assertThat(form(twice).field(rule(0).key("decision"))).isInstanceOf(Field.Other.class);
    assertThat(after(twice, new Change.Set(rule(0).key("priority"), Value.of(1))))
        .contains("priority: 1 #");
  }

  @Test
  void aKeyThatMayStandInWhatCannotBeReadIsNotWrittenTwice() {
    var text = "name: x\nrisk_class: &a low\nversion: 1\n";
    var action = form(FileKind.ACTION, text);
    assertThat(action.change(new Change.Set(Where.ROOT.key("risk_class"), text("high"))))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(action.field(Where.ROOT.key("risk_class")).head().isOpen()).isFalse();
    assertThat(action.field(Where.ROOT.key("name")).head().isOpen()).isTrue();
    assertThat(form("- a\n").lock()).isPresent();
    assertThat(form("rules: # \u2028\n  - name: a\n").lock()).isPresent();
    assertThat(form("%YAML 1.1\n---\nrules: &x []\n").lock()).isPresent();
  }

  @Test
  void aFormShowsWhatStandsThereAndWhatMay() {
    var form = form(POLICY);
    assertThat(form.field(RULES))
        .isInstanceOfSatisfying(
            Field.Rows.class, rows -> assertThat(rows.titles()).containsExactly("a", "b"));
    assertThat(form.fields(rule(0)).stream().map(f -> f.head().name()))
        .containsExactly(
            "name", "description", "priority", "match", "decision", "reason", "approval");
    var decision = (Field.Single) form.field(rule(0).key("decision"));
    assertThat(decision.kind()).isEqualTo(Field.Kind.CHOICE);
    assertThat(decision.text()).isEqualTo("allow");
    assertThat(decision.head().required()).isTrue();
    assertThat(decision.head().shape().values().words())
        .containsExactly("allow", "deny", "require_approval");
    var actions = (Field.Several) form.field(rule(0).key("match").key("actions"));
    assertThat(actions.texts()).containsExactly("scale-*", "get-*");
    var wrong = POLICY.replace("priority: 10", "priority: high").replace("match: {}", "macth: {}");
    assertThat(((Field.Single) form(wrong).field(rule(0).key("priority"))).fits()).isFalse();
    assertThat(form(wrong).fields(rule(1)).getLast())
        .isInstanceOfSatisfying(
            Field.Other.class, other -> assertThat(other.written()).isEqualTo("{}"));
    assertThat(form.itemAt(RULES, 5)).isEmpty();
    assertThat(form.itemAt(RULES, 6)).contains(rule(0));
    assertThat(form.itemAt(RULES, 24)).contains(rule(1));
    assertThat(form.itemAt(RULES, 99)).isEmpty();
    assertThat(form.line(rule(0).key("priority"))).isEqualTo(7);
    assertThat(form.line(rule(1).key("approval").key("ttl"))).isEqualTo(25);
  }

  @Test
  void formsOfATypeHaveTheirOwnFields() {
    var settings =
        form(
            FileKind.SETTINGS,
            "shippers:\n  - name: a\n    type: s3\n  - {name: b, type: filesystem}\n");
    var shippers = Where.ROOT.key("shippers");
    assertThat(settings.fields(shippers.item(0)).stream().map(f -> f.head().name()))
        .containsExactly(
            "name", "type", "bucket", "prefix", "region", "endpoint", "retention_days");
    assertThat(settings.fields(shippers.item(1)).stream().map(f -> f.head().name()))
        .containsExactly("name", "type", "path");
    var tests = form(FileKind.TESTS, "tests:\n  - caller: bot\n  - caller: {agent_id: bot}\n");
    assertThat(tests.field(Where.ROOT.key("tests").item(0).key("caller")))
        .isInstanceOf(Field.Single.class);
    assertThat(tests.fields(Where.ROOT.key("tests").item(1).key("caller")))
        .extracting(field -> field.head().name())
        .startsWith("agent_id", "agent_name", "roles");
    var labels =
        form(FileKind.INVENTORY, "targets:\n  - id: x\n    labels: {app: web}\n")
            .fields(Where.ROOT.key("targets").item(0).key("labels"));
    assertThat(labels).singleElement().isInstanceOf(Field.Single.class);
  }
}
