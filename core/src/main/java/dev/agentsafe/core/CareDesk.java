package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.WholeObject;
import java.util.Optional;

/** Takes care of runs and plans that went wrong, and of what runs leave open; thread-safe. */
public final class CareDesk {
  /** No reason is longer, in characters. */
  public static final int LONGEST_REASON = HoldDesk.LONGEST_REASON;

  private final RunDesk runs;
  private final PlanDesk plans;
  private final Rollbacks rollbacks;

  CareDesk(RunDesk runs, PlanDesk plans, Rollbacks rollbacks) {
    this.runs = runs;
    this.plans = plans;
    this.rollbacks = rollbacks;
  }

  /** Whether that is a decision on what this caller asked for; not where there is none. */
  public boolean isOf(String auditId, Caller caller) {
    return rollbacks.isOf(auditId, caller);
  }

  /** How what happened of a plan would be undone; empty where there is no such plan. */
  public Optional<PlanRollback> planRollback(PlanId id) {
    return plans.course(id).map(rollbacks::plan);
  }

  /**
   * Submits what undoes the steps of a plan that happened, in reverse order, as a plan of its own;
   * an operator's goes on by itself once it may.
   */
  public PlanRollback.Outcome rollback(PlanId id, Caller caller) {
    return plans
        .course(id)
        .map(course -> rollbacks.submit(course, caller))
        .orElseGet(() -> new PlanRollback.Outcome.Impossible("There is no plan `" + id + "`."));
  }

  /**
   * Calls a run off; recorded before anything else happens. One that waits for its turn is not
   * executed. The executor of one that acts is interrupted; how it ends is what the executor then
   * knows, which may be nothing.
   *
   * @return why not; empty: it is on its way to its end
   */
  public Optional<String> callOff(RunId id, String by, String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      return Optional.of("Give a reason of at most " + LONGEST_REASON + " characters.");
    }
    return runs.callOff(id, by, reason);
  }

  /** The ports that runs left open, and the means to close them. */
  public ForwardDesk forwards() {
    return runs.forwards();
  }

  /** The whole object of that decision's run, before and after; nothing where it is not kept. */
  public WholeObject objects(String auditId) {
    return runs.objects(auditId);
  }

  /** What came of asking for a run to be read back. */
  public sealed interface ReadBack {
    /** It was looked at, and this was found and recorded. */
    record Looked(Reconciliation found) implements ReadBack {}

    /** It was not, and this is why. */
    record Refused(String why) implements ReadBack {}
  }

  /** Reads back what became of a run whose outcome nobody knows, and records it. */
  public ReadBack readBack(RunId id, String by) {
    var run = runs.find(id);
    if (run.isEmpty()) {
      return new ReadBack.Refused("There is no run `" + id + "`.");
    }
    return ReconcileDesk.objection(run.get())
        .<ReadBack>map(ReadBack.Refused::new)
        .orElseGet(() -> new ReadBack.Looked(runs.reconciling().look(run.get(), by)));
  }

  /**
   * What a run tells its caller alone, such as the values of a secret: once, within two minutes of
   * its end, to nobody else; it is in no record.
   */
  public Optional<Value.Fields> takeConfidence(RunId id, Caller caller) {
    return runs.takeConfidence(id, caller);
  }
}
