package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks at what rules leave each other to match; remembers, so that looking again is quick. For one
 * thread.
 */
final class OrderLint {
  private static final int NAMED = 3;

  private final Shadows shadows = new Shadows();
  private Findings findings = new Findings();

  /** Rules in order of evaluation. */
  List<Problem> check(List<Stated> stated) {
    findings = new Findings();
    var rules = stated.stream().map(Stated::rule).toList();
    shadows.look(rules);
    shadows.impossible().stream()
        .filter(rule -> !RuleLint.hasStrangeDays(rule))
        .forEach(rule ->
            findings.add(
                stated.get(indexOf(rules, rule)).of("match"),
                Code.NEVER_MATCHES,
                "rule `"
                    + rule.name()
                    + "` never matches: a list of it is empty or its conditions exclude each other;"
                    + " leave out what does not matter"));
    var shadowed = shadows.shadowed();
    // They are the same rules in both, and what makes a rule equal to another is a lot.
    var dead = Collections.newSetFromMap(new IdentityHashMap<Rule, Boolean>());
    shadowed.forEach(found -> dead.add(found.rule()));
    shadowed.forEach(this::shadowed);
    shadows
        .stoppedAt()
        .ifPresent(rule ->
            findings.add(
                rule.origin(),
                Code.ANALYSIS_CUT,
                "from rule `"
                    + rule.name()
                    + "` on rules were not compared with earlier ones: there are too many; split"
                    + " the workspace to have them compared"));
    shadows.contradictions().stream()
        .filter(pair -> !dead.contains(pair.later()))
        .forEach(this::contradiction);
    return findings.list();
  }

  private static int indexOf(List<Rule> rules, Rule rule) {
    int at = 0;
    while (!rules.get(at).equals(rule)) {
      at++;
    }
    return at;
  }

  private void shadowed(Shadows.Shadowed found) {
    var by =
        found.by().stream()
            .limit(NAMED)
            .map(rule -> "`" + rule.name() + "` at " + rule.origin())
            .collect(Collectors.joining(" and "));
    var more = found.by().size() > NAMED ? " and " + (found.by().size() - NAMED) + " more" : "";
    var effect = found.rule().outcome().effect();
    var same = found.by().stream().allMatch(rule -> rule.outcome().effect() == effect);
    findings.add(
        found.rule().origin(),
        found.by().size() == 1 ? Code.SHADOWED : Code.UNREACHED,
        "rule `"
            + found.rule().name()
            + "` is never reached: "
            + by
            + more
            + (found.by().size() == 1 ? " matches" : " together match")
            + " all that it could"
            + (same
                ? " and say" + (found.by().size() == 1 ? "s" : "") + " the same; remove it"
                : "; give it a higher priority or remove it"));
  }

  private void contradiction(Shadows.Contradiction pair) {
    findings.add(
        pair.later().origin(),
        Code.CONTRADICTION,
        "rule `"
            + pair.later().name()
            + "` says `"
            + pair.later().outcome().effect().label()
            + "` where `"
            + pair.earlier().name()
            + "` at "
            + pair.earlier().origin()
            + " says `"
            + pair.earlier().outcome().effect().label()
            + "`, and only the order of the files decides; give them different priorities");
  }
}
