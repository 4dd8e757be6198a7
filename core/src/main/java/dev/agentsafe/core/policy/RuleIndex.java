package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.Caller;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the rule that decides without looking at all of them.
 *
 * <p>For each dimension of a request there are sets of the rules that may match, one bit each in
 * order of evaluation. What is in all of them is checked by the plain reading of the rule.
 *
 * <p>INVARIANT: a set leaves out only rules that cannot match; it may hold some that do not.
 */
final class RuleIndex {
  private static final int SENSITIVITIES = Sensitivity.values().length;
  private static final Attribute[] ATTRIBUTES = Attribute.values();
  private static final int DEPTHS = 9;
  private static final int WEEK = 7 * 24;

  private final CompiledRule[] rules;
  private final ActionTable actions;
  private final Bits[] risksAndTickets;
  private final Bits[] standings;
  private final Bits withoutTarget;
  private final Table types;
  private final Map<String, Map<String, Bits>> labels = new HashMap<>();
  private final Bits withoutLabels;
  private final Bits withoutCaller;
  private final Table[] attributes = new Table[ATTRIBUTES.length];
  private final Bits[] depths;
  private final Bits[] hours;

  RuleIndex(List<CompiledRule> compiled) {
    int size = compiled.size();
    rules = compiled.toArray(CompiledRule[]::new);
    actions = new ActionTable(compiled);
    risksAndTickets = sets(RiskClass.values().length * 2, size);
    standings = sets(Environment.values().length * SENSITIVITIES, size);
    withoutTarget = new Bits(size);
    types = new Table(size);
    withoutLabels = new Bits(size);
    withoutCaller = new Bits(size);
    Arrays.setAll(attributes, i -> new Table(size));
    depths = sets(DEPTHS, size);
    boolean timed = compiled.stream().anyMatch(r -> r.rule().match().windows().isPresent());
    hours = timed ? sets(WEEK, size) : new Bits[0];
    for (int i = 0; i < size; i++) {
      var match = rules[i].rule().match();
      enterRiskAndTicket(i, match);
      enterTarget(i, match.on().targets());
      enterCaller(i, match.on().callers());
      enterHours(i, match.windows().isPresent());
    }
  }

  /** The place of the first rule that matches, or -1. */
  int first(Facts facts) {
    var search = new Search();
    var named = actions.matching(facts.action().value());
    search.and(named);
    search.and(risksAndTickets[riskAndTicket(facts.effectiveRisk(), facts.hasChangeTicket())]);
    if (facts.target().isPresent()) {
      narrow(search, facts.target().get());
    } else {
      search.and(withoutTarget);
    }
    if (facts.caller().isPresent()) {
      narrow(search, facts.caller().get());
    } else {
      search.and(withoutCaller);
    }
    if (hours.length > 0) {
      var local = facts.at().local();
      search.and(hours[Hours.day(local) * 24 + local.getHour()]);
    }
    return search.first(named.length(), rule -> rules[rule].matches(facts));
  }

  private void narrow(Search search, Target target) {
    var standing = target.standing();
    search.and(standings[standing(standing.environment(), standing.sensitivity())]);
    if (types.isUsed()) {
      types.narrow(search, target.type());
    }
    if (!labels.isEmpty()) {
      search.begin(withoutLabels);
      for (var label : standing.labels().entrySet()) {
        var byValue = labels.get(label.getKey());
        search.or(byValue == null ? null : byValue.get(label.getValue()));
      }
    }
  }

  private void narrow(Search search, Caller caller) {
    for (var attribute : ATTRIBUTES) {
      var table = attributes[attribute.ordinal()];
      if (table.isUsed()) {
        table.narrow(search, attribute.of(caller));
      }
    }
    int depth = caller.delegation().depth();
    if (depth >= 0) {
      search.and(depths[Math.min(depth, DEPTHS - 1)]);
    }
  }

  private void enterRiskAndTicket(int rule, Rule.Match match) {
    for (var risk : RiskClass.values()) {
      for (var ticket : List.of(false, true)) {
        if (match.risks().map(r -> r.contains(risk)).orElse(true)
            && match.requireTicket().map(ticket::equals).orElse(true)) {
          risksAndTickets[riskAndTicket(risk, ticket)].set(rule);
        }
      }
    }
  }

  private void enterTarget(int rule, Optional<Rule.Targets> selector) {
    if (selector.isEmpty()) {
      withoutTarget.set(rule);
    }
    for (var environment : Environment.values()) {
      for (var sensitivity : Sensitivity.values()) {
        if (selector
                .flatMap(Rule.Targets::environments)
                .map(e -> e.contains(environment))
                .orElse(true)
            && selector
                .flatMap(Rule.Targets::sensitivities)
                .map(s -> s.contains(sensitivity))
                .orElse(true)) {
          standings[standing(environment, sensitivity)].set(rule);
        }
      }
    }
    types.enter(rule, selector.flatMap(Rule.Targets::types));
    // Of several labels the first is enough to leave rules out; the plain reading checks the rest.
    var wanted = selector.flatMap(Rule.Targets::labels).orElse(Map.of()).entrySet().iterator();
    if (wanted.hasNext()) {
      var label = wanted.next();
      labels
          .computeIfAbsent(label.getKey(), k -> new HashMap<>())
          .computeIfAbsent(label.getValue(), v -> new Bits(rules.length))
          .set(rule);
    } else {
      withoutLabels.set(rule);
    }
  }

  private void enterCaller(int rule, Optional<Rule.Callers> selector) {
    if (selector.isEmpty()) {
      withoutCaller.set(rule);
    }
    for (var attribute : ATTRIBUTES) {
      attributes[attribute.ordinal()].enter(rule, selector.flatMap(attribute::wanted));
    }
    for (int depth = 0; depth < DEPTHS; depth++) {
      if (selector.isEmpty() || mayReach(depth, selector.get().delegation())) {
        depths[depth].set(rule);
      }
    }
  }

  /** Whether a caller of that depth may pass; the last depth stands for all beyond it too. */
  private static boolean mayReach(int depth, Rule.DelegationLimit limit) {
    return limit.maxDepth().map(most -> BigInteger.valueOf(depth).compareTo(most) <= 0).orElse(true)
        && limit.required().map(required -> required == depth > 0).orElse(true);
  }

  private void enterHours(int rule, boolean timed) {
    for (int hour = 0; hour < hours.length; hour++) {
      int day = hour / 24;
      int ofDay = hour % 24;
      if (!timed || rules[rule].windows().stream().anyMatch(w -> w.mayCover(day, ofDay))) {
        hours[hour].set(rule);
      }
    }
  }

  private static int riskAndTicket(RiskClass risk, boolean ticket) {
    return risk.ordinal() * 2 + (ticket ? 1 : 0);
  }

  private static int standing(Environment environment, Sensitivity sensitivity) {
    return environment.ordinal() * SENSITIVITIES + sensitivity.ordinal();
  }

  private static Bits[] sets(int count, int rules) {
    var sets = new Bits[count];
    for (int i = 0; i < count; i++) {
      sets[i] = new Bits(rules);
    }
    return sets;
  }
}
