package dev.agentsafe.core.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a workspace, compiled for deciding; pure, immutable and thread-safe.
 *
 * <p>The first matching rule in order of evaluation decides; where none matches it is a Deny.
 */
public final class PolicySet {
  private static final PolicyDecision DEFAULT =
      new PolicyDecision.Deny(Optional.empty(), "No matching policy (default deny)");

  private final List<Rule> rules;
  private final List<CompiledRule> compiled;
  private final RuleIndex index;

  /** Compiles rules that are already in order of evaluation. */
  public PolicySet(List<Rule> inOrder) {
    rules = List.copyOf(inOrder);
    compiled = rules.stream().map(CompiledRule::new).toList();
    index = new RuleIndex(compiled);
  }

  /** Whether that is the reason of a denial for want of a rule. */
  public static boolean isDefault(String reason) {
    return reason.equals(DEFAULT.reason());
  }

  /** The rules in order of evaluation. */
  public List<Rule> rules() {
    return rules;
  }

  /** The place among {@link #rules} of the rule that decides, -1 where none does. */
  public int place(Facts facts) {
    return index.first(facts);
  }

  /** Decides. */
  public PolicyDecision decide(Facts facts) {
    int first = place(facts);
    return first < 0 ? DEFAULT : compiled.get(first).decision();
  }

  /** Decides the same by reading rule after rule, and says how it came about. */
  public Trace explain(Facts facts) {
    var steps = new ArrayList<Trace.Step>();
    for (var rule : compiled) {
      var failed = rule.failed(facts);
      steps.add(new Trace.Step(rule.rule(), failed));
      if (failed.isEmpty()) {
        return new Trace(rule.decision(), steps);
      }
    }
    return new Trace(DEFAULT, steps);
  }

  /**
   * Whether the rule at that place has no condition on that facet that fails; nothing else of the
   * facts is looked at.
   */
  public boolean holds(int place, Facet facet, Facts facts) {
    return compiled.get(place).holds(facet, facts);
  }

  /** How every rule sees the facts, condition by condition, in order of evaluation. */
  public List<Verdict> verdicts(Facts facts) {
    return compiled.stream().map(r -> new Verdict(r.rule(), r.points(facts))).toList();
  }
}
