package dev.agentsafe.core.limit;

import dev.agentsafe.core.catalog.RiskClass;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up the risk that each caller takes in a sliding window; thread-safe.
 *
 * <p>Times are monotonic seconds of one clock. A caller is forgotten once its window is empty.
 */
public final class CumulativeRisk {
  private static final int SWEEP_AT = 1_024;

  private final RiskBudget budget;
  private final Map<String, Window> byCaller = new HashMap<>();
  private int sweepAt = SWEEP_AT;

  /** A tracker that has seen nothing. */
  public CumulativeRisk(RiskBudget budget) {
    this.budget = budget;
  }

  private record Taken(double at, long score) {}

  private static final class Window {
    private final ArrayDeque<Taken> taken = new ArrayDeque<>();
    private long total;
  }

  /** What a total asks for. */
  public enum Escalation {
    /** An Allow needs approval. */
    ESCALATE,
    /** Everything is denied. */
    DENY
  }

  /**
   * A caller's risk in the window, the recorded request included.
   *
   * @param entries how many requests the window holds
   * @param escalation empty where the total asks for nothing
   */
  public record Reading(long score, RiskClass risk, int entries, Optional<Escalation> escalation) {}

  /** Records that a caller took that risk, and says where it stands. */
  public synchronized Reading record(String caller, RiskClass risk, double now) {
    var window = window(caller, now);
    var score = budget.scores().getOrDefault(risk, 0L);
    window.taken.add(new Taken(now, score));
    window.total = saturated(window.total, score);
    return new Reading(
        window.total, riskOf(window.total), window.taken.size(), escalation(window.total));
  }

  /** Where a caller stands; records nothing. */
  public synchronized Reading reading(String caller, double now) {
    var window = byCaller.get(caller);
    if (window == null) {
      return new Reading(0, riskOf(0), 0, escalation(0));
    }
    forget(window, now);
    return new Reading(
        window.total, riskOf(window.total), window.taken.size(), escalation(window.total));
  }

  /** The score of a caller; records nothing. */
  public long score(String caller, double now) {
    return reading(caller, now).score();
  }

  /** How many callers are remembered. */
  public synchronized int callers() {
    return byCaller.size();
  }

  private Window window(String caller, double now) {
    if (byCaller.size() >= sweepAt && !byCaller.containsKey(caller)) {
      byCaller.values().removeIf(w -> w.taken.isEmpty() || w.taken.getLast().at() < cutoff(now));
      sweepAt = Math.max(SWEEP_AT, 2 * byCaller.size());
    }
    var window = byCaller.computeIfAbsent(caller, c -> new Window());
    forget(window, now);
    return window;
  }

  private void forget(Window window, double now) {
    var before = window.taken.size();
    while (!window.taken.isEmpty() && window.taken.getFirst().at() < cutoff(now)) {
      window.taken.removeFirst();
    }
    if (window.taken.size() < before) {
      window.total =
          window.taken.stream().mapToLong(Taken::score).reduce(0, CumulativeRisk::saturated);
    }
  }

  private double cutoff(double now) {
    return now - budget.windowSeconds();
  }

  private RiskClass riskOf(long score) {
    if (score >= budget.denyThreshold()) {
      return RiskClass.CRITICAL;
    }
    if (score >= budget.escalationThreshold()) {
      return RiskClass.HIGH;
    }
    return score >= Math.floorDiv(budget.escalationThreshold(), 2)
        ? RiskClass.MEDIUM
        : RiskClass.LOW;
  }

  private Optional<Escalation> escalation(long score) {
    if (score >= budget.denyThreshold()) {
      return Optional.of(Escalation.DENY);
    }
    return score >= budget.escalationThreshold()
        ? Optional.of(Escalation.ESCALATE)
        : Optional.empty();
  }

  /** A sum that cannot turn over and so let a caller begin anew. */
  private static long saturated(long a, long b) {
    var sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
