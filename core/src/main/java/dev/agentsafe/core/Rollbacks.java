package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.rollback.RollbackPlanner;
import java.util.Optional;

/** Plans the inverse of recorded decisions from the state that their runs captured. */
final class Rollbacks {
  private final Threads threads;
  private final RollbackPlanner planner;

  Rollbacks(Threads threads, RollbackPlanner planner) {
    this.threads = threads;
    this.planner = planner;
  }

  RollbackPlan.Outcome plan(String auditId) {
    var thread = threads.of(auditId);
    if (thread.isEmpty()) {
      return new RollbackPlan.Outcome.Impossible("The journal has no decision `" + auditId + "`.");
    }
    var captured = threads.captured(auditId);
    if (captured.isEmpty()) {
      return new RollbackPlan.Outcome.Impossible(
          "Nothing was executed for `" + auditId + "`, or no state was captured around it.");
    }
    return planner.plan(
        original(thread.getFirst()), captured.get().before(), captured.get().after());
  }

  private static RollbackPlan.Original original(AuditEntry decision) {
    return new RollbackPlan.Original(
        decision.chain().eventId(),
        new ActionName(decision.subject().action()),
        new TargetId(decision.subject().target()),
        decision.subject().caller(),
        decision.params());
  }

  static Submission submission(RollbackPlan plan, Caller caller) {
    return new Submission(
        plan.action(),
        Optional.of(plan.target()),
        Optional.of(caller),
        plan.params(),
        Optional.empty());
  }
}
