package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.rollback.RollbackPlanner;
import java.util.List;
import java.util.Optional;

/** Plans the inverse of recorded decisions from the state that their runs captured. */
final class Rollbacks {
  private final Threads threads;
  private final RollbackPlanner planner;
  private final Intake intake;

  Rollbacks(Threads threads, RollbackPlanner planner, Intake intake) {
    this.threads = threads;
    this.planner = planner;
    this.intake = intake;
  }

  RollbackPreview preview(String auditId, Caller caller) {
    return switch (plan(auditId)) {
      case RollbackPlan.Outcome.Impossible(var why) -> new RollbackPreview.Impossible(why);
      case RollbackPlan.Outcome.Planned planned -> intake.preview(planned, caller);
    };
  }

  Governor.RolledBack submit(String auditId, Caller caller) {
    return switch (plan(auditId)) {
      case RollbackPlan.Outcome.Impossible(var why) -> new Governor.RolledBack.Impossible(why);
      case RollbackPlan.Outcome.Planned(var plan, var before, var after) ->
          new Governor.RolledBack.Submitted(
              plan, intake.submit(submission(plan, caller), Origin.rollbackOf(auditId)));
    };
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
    return planner.plan(original(thread), captured.get().before(), captured.get().after());
  }

  /**
   * What was done: the decision has the parameters that were asked for, the intent those that were
   * executed, with what the target's binding filled in.
   */
  private static RollbackPlan.Original original(List<AuditEntry> thread) {
    var decision = thread.getFirst();
    var executed =
        thread.reversed().stream()
            .filter(e -> e.chain().type().equals(EntryType.EXECUTION_INTENT))
            .findFirst()
            .orElse(decision);
    return new RollbackPlan.Original(
        decision.chain().eventId(),
        new ActionName(decision.subject().action()),
        new TargetId(decision.subject().target()),
        decision.subject().caller(),
        executed.params());
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
