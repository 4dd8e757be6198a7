package dev.agentsafe.core.policy;

import java.util.List;

/**
 * The rules of a workspace, compiled for deciding; pure, immutable and thread-safe.
 *
 * <p>The first matching rule in order of evaluation decides; where none matches it is a Deny.
 */
public final class PolicySet {
  private final List<Rule> rules;

  /** Compiles rules that are already in order of evaluation. */
  public PolicySet(List<Rule> inOrder) {
    rules = List.copyOf(inOrder);
  }

  /** The rules in order of evaluation. */
  public List<Rule> rules() {
    return rules;
  }

  /** Decides. */
  public PolicyDecision decide(Facts facts) {
    throw new UnsupportedOperationException("decide " + facts);
  }

  /** Decides the same, and says how it came about. */
  public Trace explain(Facts facts) {
    throw new UnsupportedOperationException("explain " + facts);
  }
}
