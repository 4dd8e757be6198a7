package dev.agentsafe.app.wire;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.rollback.RollbackPlan;

/** The request that would undo another. */
public final class RollbackForm {
  private RollbackForm() {}

  /** The plan as agents and operators see it. */
  public static Value.Fields of(RollbackPlan plan) {
    return new Members()
        .put("original_audit_id", plan.original().auditId())
        .put("original_action", plan.original().action().value())
        .put("original_target", plan.original().target().value())
        .put("original_caller", plan.original().caller())
        .put("rollback_action", plan.action().value())
        .put("rollback_target", plan.target().value())
        .put("rollback_params", plan.params())
        .put("warnings", Value.texts(plan.warnings()))
        .done();
  }
}
