package dev.agentsafe.core.lint;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one policy test. */
final class PolicyTestReader {
  private static final Set<String> TEST =
      keys(
          "name",
          "action",
          "target",
          "caller",
          "params",
          "ticket_id",
          "at",
          "expect",
          "expect_rule",
          "expect_reason");
  private static final Set<String> CALLER =
      keys(
          "agent_id",
          "agent_name",
          "roles",
          "groups",
          "delegation_chain",
          "delegated_roles",
          "delegation_depth");
  private static final Set<String> LINK =
      keys("agent_id", "agent_name", "roles", "groups", "delegated_at");
  private static final List<Effect> EFFECTS = List.of(Effect.values());

  private final Section test;
  private final Problems problems;

  private PolicyTestReader(Section test) {
    this.test = test;
    problems = test.problems();
  }

  static Set<String> keys(String... keys) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(keys)));
  }

  static PolicyTest read(Node node, Problems problems) {
    var test = Section.open(node, "a test", TEST, problems);
    return new PolicyTestReader(test).test(node);
  }

  private PolicyTest test(Node node) {
    return new PolicyTest(
        filled("name"),
        problems.locate(node),
        new Submission(
            new ActionName(filled("action")),
            test.optionalText("target").map(TargetId::new),
            test.given("caller").map(this::caller),
            params(),
            test.optionalText("ticket_id")),
        at(),
        new PolicyTest.Expectation(
            test.word("expect", Effect::of, EFFECTS),
            test.optionalText("expect_rule").map(RuleName::new),
            test.optionalText("expect_reason")));
  }

  private String filled(String key) {
    var text = test.text(key);
    test.get(key)
        .filter(node -> node instanceof Node.Scalar scalar && scalar.text().isEmpty())
        .ifPresent(node -> problems.error(node, "value", "`" + key + "` must not be empty"));
    return text;
  }

  private Value.Fields params() {
    var params = new LinkedHashMap<String, Value>();
    test.given("params")
        .ifPresent(node ->
            test.typed()
                .entries(node, "`params`", (k, v) -> params.put(k, test.typed().anything(v))));
    return new Value.Fields(params);
  }

  private Optional<Facts.When> at() {
    return test.given("at")
        .flatMap(node -> {
          var text = node instanceof Node.Scalar scalar ? scalar.text() : "";
          var when = Facts.When.parse(text);
          if (when.isEmpty()) {
            problems.error(
                node,
                "value",
                "`at` must be a time such as `\"2026-03-01T22:30:00Z\"`, this is " + node.kind());
          }
          return when;
        });
  }

  private Caller caller(Node node) {
    if (node instanceof Node.Scalar) {
      return Caller.of(new AgentId(test.typed().text(node, "`caller`")));
    }
    var item = Section.open(node, "`caller`", CALLER, problems);
    var links = item.items("delegation_chain").stream().map(this::link).toList();
    var depth = item.whole("delegation_depth", BigInteger.valueOf(links.size()));
    return new Caller(
        new AgentId(item.text("agent_id")),
        item.text("agent_name", ""),
        new Caller.Grants(item.texts("roles"), item.texts("groups")),
        new Caller.Delegation(
            links,
            item.texts("delegated_roles"),
            depth.bitLength() < 31 ? depth.intValue() : Integer.MAX_VALUE));
  }

  private Caller.Link link(Node node) {
    var item = Section.open(node, "a link of `delegation_chain`", LINK, problems);
    return new Caller.Link(
        new AgentId(item.text("agent_id")),
        item.text("agent_name", ""),
        new Caller.Grants(item.texts("roles"), item.texts("groups")),
        item.text("delegated_at", ""));
  }
}
