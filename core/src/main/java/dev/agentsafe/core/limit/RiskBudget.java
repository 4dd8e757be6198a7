package dev.agentsafe.core.limit;

import dev.agentsafe.core.catalog.RiskClass;
import java.util.Map;

/**
 * How much risk one caller may take in a window.
 *
 * @param scores what each effective risk adds
 * @param escalationThreshold at this total an Allow needs approval
 * @param denyThreshold at this total everything is denied
 */
public record RiskBudget(
    double windowSeconds,
    Map<RiskClass, Long> scores,
    long escalationThreshold,
    long denyThreshold) {
  public RiskBudget {
    scores = Map.copyOf(scores);
  }
}
