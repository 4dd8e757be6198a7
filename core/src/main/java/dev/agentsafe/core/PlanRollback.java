package dev.agentsafe.core;

import dev.agentsafe.core.rollback.RollbackPlan;
import java.util.List;

/**
 * How what happened of a plan is undone.
 *
 * @param steps what undoes each step that happened, the last that happened first
 * @param left what stays as it is, and why
 */
public record PlanRollback(List<RollbackPlan> steps, List<Left> left) {
  public PlanRollback {
    steps = List.copyOf(steps);
    left = List.copyOf(left);
  }

  /** A step that happened and cannot be undone. */
  public record Left(String step, String auditId, String why) {}

  /** What came of asking for it. */
  public sealed interface Outcome {
    /** It was submitted as a plan of its own, whose steps follow one another. */
    record Submitted(PlanRollback rollback, PlanDesk.Submitted plan) implements Outcome {}

    /** Nothing was submitted, and this is why. */
    record Impossible(String why) implements Outcome {}
  }
}
