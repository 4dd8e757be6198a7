package dev.agentsafe.core.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A rule with what it asks for taken apart, and what it says put together. */
final class CompiledRule {
  private final Rule rule;
  private final List<Glob> globs;
  private final List<Hours> windows;
  private final Condition[] conditions;
  private final PolicyDecision decision;

  CompiledRule(Rule rule) {
    this.rule = rule;
    globs = rule.match().actions().stream().map(Glob::of).toList();
    windows = rule.match().windows().orElse(List.of()).stream().map(Hours::of).toList();
    conditions = conditions().toArray(Condition[]::new);
    decision = decision(rule);
  }

  Rule rule() {
    return rule;
  }

  List<Glob> globs() {
    return globs;
  }

  /** Its windows; empty also where it has no such condition. */
  List<Hours> windows() {
    return windows;
  }

  PolicyDecision decision() {
    return decision;
  }

  /** Whether every condition holds. */
  boolean matches(Facts facts) {
    for (var condition : conditions) {
      if (!condition.holds(facts)) {
        return false;
      }
    }
    return true;
  }

  /** Whether every condition on that facet holds; nothing else of the facts is looked at. */
  boolean holds(Facet facet, Facts facts) {
    for (var condition : conditions) {
      if (Facet.of(condition) == facet && !condition.holds(facts)) {
        return false;
      }
    }
    return true;
  }

  /** Every condition with what it finds, in the order in which they are looked at. */
  List<Verdict.Point> points(Facts facts) {
    return Arrays.stream(conditions)
        .map(c -> new Verdict.Point(c.key(), c.wanted(), c.found(facts), c.holds(facts)))
        .toList();
  }

  /** The first condition that does not hold. */
  Optional<Trace.Failed> failed(Facts facts) {
    for (var condition : conditions) {
      if (!condition.holds(facts)) {
        return Optional.of(
            new Trace.Failed(condition.key(), condition.wanted(), condition.found(facts)));
      }
    }
    return Optional.empty();
  }

  private List<Condition> conditions() {
    var match = rule.match();
    var all = new ArrayList<Condition>();
    all.add(new Condition.Actions(globs));
    match.on().targets().ifPresent(targets -> add(all, targets));
    match.on().callers().ifPresent(callers -> add(all, callers));
    match.risks().ifPresent(risks -> all.add(new Condition.Risks(risks)));
    if (match.windows().isPresent()) {
      all.add(new Condition.Windows(windows));
    }
    match.requireTicket().ifPresent(required -> all.add(new Condition.ChangeTicket(required)));
    return all;
  }

  private static void add(List<Condition> all, Rule.Targets targets) {
    all.add(new OnTarget.KnownTarget());
    targets.environments().ifPresent(e -> all.add(new OnTarget.Environments(e)));
    targets.sensitivities().ifPresent(s -> all.add(new OnTarget.Sensitivities(s)));
    targets.types().ifPresent(t -> all.add(new OnTarget.Types(t)));
    targets.labels().ifPresent(l -> all.add(new OnTarget.Labels(l)));
  }

  private static void add(List<Condition> all, Rule.Callers callers) {
    all.add(new OnCaller.KnownCaller());
    for (var attribute : Attribute.values()) {
      attribute.wanted(callers).ifPresent(values -> all.add(new OnCaller.AnyOf(attribute, values)));
    }
    callers.delegation().maxDepth().ifPresent(most -> all.add(new OnCaller.MaxDepth(most)));
    callers.delegation().required().ifPresent(r -> all.add(new OnCaller.Delegated(r)));
  }

  private static PolicyDecision decision(Rule rule) {
    var reason = rule.outcome().reason();
    return switch (rule.outcome().effect()) {
      case ALLOW -> new PolicyDecision.Allow(Optional.of(rule), reason);
      case DENY -> new PolicyDecision.Deny(Optional.of(rule), reason);
      case REQUIRE_APPROVAL -> new PolicyDecision.NeedsApproval(Optional.of(rule), reason);
    };
  }
}
