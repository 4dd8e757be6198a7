package dev.agentsafe.core.rollback;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import java.util.List;

/**
 * The request that undoes a recorded one.
 *
 * @param original what is undone
 * @param action the inverse action
 * @param params its parameters, from the original's and from the captured state
 * @param warnings what could not be found
 */
public record RollbackPlan(
    Original original,
    ActionName action,
    TargetId target,
    Value.Fields params,
    List<String> warnings) {
  public RollbackPlan {
    warnings = List.copyOf(warnings);
  }

  /** What is undone. */
  public record Original(
      String auditId, ActionName action, TargetId target, String caller, Value.Fields params) {}

  /** What came of planning. */
  public sealed interface Outcome {
    /** It can be undone. */
    record Planned(RollbackPlan plan, Value.Fields before, Value.Fields after) implements Outcome {}

    /** It cannot, and this is why. */
    record Impossible(String why) implements Outcome {}
  }
}
