package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Span;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one rule of a policy file. */
final class RuleReader {
  private static final Set<String> RULE =
      keys("name", "description", "priority", "match", "decision", "reason", "approval");
  private static final Set<String> MATCH =
      keys("actions", "targets", "callers", "risk_classes", "time_windows", "require_ticket");
  private static final Set<String> TARGETS =
      keys("environments", "sensitivities", "types", "labels");
  private static final Set<String> CALLERS =
      keys(
          "agent_ids",
          "roles",
          "groups",
          "delegated_from",
          "max_delegation_depth",
          "require_delegation");

  private static final List<Environment> ENVIRONMENTS = List.of(Environment.values());
  private static final List<Sensitivity> SENSITIVITIES = List.of(Sensitivity.values());
  private static final List<RiskClass> RISKS = List.of(RiskClass.values());
  private static final List<Effect> EFFECTS = List.of(Effect.values());

  private RuleReader() {}

  /** The keys in the order of the documentation. */
  static Set<String> keys(String... keys) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(keys)));
  }

  static Rule read(Node node, Problems problems) {
    var rule = Section.open(node, "a rule", RULE, problems);
    var effect = rule.word("decision", Effect::of, EFFECTS);
    var approval = rule.given("approval").map(at -> ClauseReader.read(at, problems));
    boolean said = Effect.of(Section.peek(node, "decision")).isPresent();
    if (approval.isPresent() && said && effect != Effect.REQUIRE_APPROVAL) {
      rule.get("approval")
          .ifPresent(at ->
              problems.error(
                  at,
                  "approval",
                  "`approval` belongs to a rule whose `decision` is `require_approval`, not `"
                      + effect.label()
                      + "`"));
    }
    return new Rule(
        new RuleName(rule.text("name")),
        new Rule.Outcome(
            effect,
            rule.whole("priority", BigInteger.ZERO),
            rule.text("reason"),
            rule.text("description", "")),
        match(rule),
        approval,
        problems.locate(node));
  }

  private static Rule.Match match(Section rule) {
    var problems = rule.problems();
    var node = rule.require("match") ? rule.get("match") : Optional.<Node>empty();
    var match =
        Section.open(
            node.orElseGet(() -> new Node.Mapping(new Span(0, 0, 0, 0), List.of())),
            "`match`",
            MATCH,
            problems);
    return new Rule.Match(
        match.get("actions").isPresent() ? match.texts("actions") : List.of("*"),
        new Rule.Conditions(
            match.given("targets").map(at -> targets(at, problems)),
            match.given("callers").map(at -> callers(at, problems))),
        match.words("risk_classes", RiskClass::of, RISKS).map(RuleReader::set),
        match
            .optionalItems("time_windows")
            .map(items -> items.stream().map(at -> WindowReader.read(at, problems)).toList()),
        match.optionalFlag("require_ticket"));
  }

  private static Rule.Targets targets(Node node, Problems problems) {
    var item = Section.open(node, "`targets`", TARGETS, problems);
    return new Rule.Targets(
        item.words("environments", Environment::of, ENVIRONMENTS).map(RuleReader::set),
        item.words("sensitivities", Sensitivity::of, SENSITIVITIES).map(RuleReader::set),
        item.optionalTexts("types").map(RuleReader::set),
        item.optionalTextMap("labels"));
  }

  private static Rule.Callers callers(Node node, Problems problems) {
    var item = Section.open(node, "`callers`", CALLERS, problems);
    return new Rule.Callers(
        item.optionalTexts("agent_ids").map(RuleReader::set),
        item.optionalTexts("roles").map(RuleReader::set),
        item.optionalTexts("groups").map(RuleReader::set),
        item.optionalTexts("delegated_from").map(RuleReader::set),
        new Rule.DelegationLimit(
            item.optionalWhole("max_delegation_depth"), item.optionalFlag("require_delegation")));
  }

  private static <E> Set<E> set(List<E> items) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(items));
  }
}
