package dev.agentsafe.app.desk;

import dev.agentsafe.app.desk.Desk.Ask;
import dev.agentsafe.app.desk.Desk.Reply;
import dev.agentsafe.app.wire.DecisionForm;
import dev.agentsafe.app.wire.DryRunForm;
import dev.agentsafe.app.wire.ForwardForm;
import dev.agentsafe.app.wire.RollbackForm;
import dev.agentsafe.app.wire.RunForm;
import dev.agentsafe.core.CareDesk;
import dev.agentsafe.core.DryRun;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.PlanRollback;
import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The executions of the governor of this process; thread-safe.
 *
 * @param asked told of each question that was asked, before the answer is given
 */
record GovernorRuns(Governor governor, OperatorHand hand, Consumer<ApprovalId> asked)
    implements RunsDesk {

  private Caller me() {
    return Eligibility.caller(hand.operator());
  }

  private Submission submission(Ask ask) {
    return new Submission(
        new ActionName(ask.action()),
        ask.target().map(TargetId::new),
        Optional.of(me()),
        ask.params(),
        ask.ticketId());
  }

  @Override
  public Reply dryRun(Ask ask) {
    return switch (governor.dryRun(submission(ask))) {
      case DryRun.Unfit(var why) -> new Reply.Refused("unfit", why);
      case DryRun.Looked looked -> new Reply.Done(DryRunForm.of(looked));
    };
  }

  @Override
  public Reply execute(Ask ask) {
    if (ask.caller().isPresent()) {
      return new Reply.Refused(
          "own_name", "An operator executes in their own name; leave `caller` out.");
    }
    return begun(Value.EMPTY, governor.submit(submission(ask)));
  }

  /** The decision, and the run where it allowed one. */
  private Reply begun(Value.Fields body, Ruling ruling) {
    ruling.approval().ifPresent(asked);
    var decided = body.with("decision", DecisionForm.of(ruling, governor.workspace().inventory()));
    if (ruling.ticket().isEmpty()) {
      return new Reply.Done(decided.with("run_id", Value.NULL));
    }
    return switch (governor.execute(ruling)) {
      case Governor.Redeemed.Started(var run) ->
          new Reply.Done(decided.with("run_id", Value.of(run.value())));
      case Governor.Redeemed.Refused(var why) -> new Reply.Refused("ticket_refused", why);
    };
  }

  @Override
  public Reply run(String runId) {
    return governor
        .run(new RunId(runId))
        .<Reply>map(run -> new Reply.Done(RunForm.of(run)))
        .orElseGet(() -> new Reply.Refused("not_found", "There is no execution `" + runId + "`."));
  }

  @Override
  public Reply callOff(String runId, String reason) {
    return governor
        .care()
        .callOff(new RunId(runId), me().id().value(), reason)
        .<Reply>map(why -> new Reply.Refused("not_called_off", why))
        .orElseGet(() -> run(runId));
  }

  @Override
  public Reply readBack(String runId) {
    return switch (governor.care().readBack(new RunId(runId), me().id().value())) {
      case CareDesk.ReadBack.Looked looked -> run(runId);
      case CareDesk.ReadBack.Refused(var why) -> new Reply.Refused("not_read_back", why);
    };
  }

  @Override
  public Reply forwards() {
    return new Reply.Done(ForwardForm.of(governor.care().forwards()));
  }

  @Override
  public Reply stop(String runId, String reason) {
    return governor
        .care()
        .forwards()
        .stop(new RunId(runId), me().id().value(), reason)
        .<Reply>map(why -> new Reply.Refused("not_stopped", why))
        .orElseGet(() -> run(runId));
  }

  @Override
  public Reply undo(String id) {
    return id.startsWith(PlanId.PREFIX) ? undoPlan(new PlanId(id)) : undoRun(id);
  }

  private Reply undoRun(String auditId) {
    return switch (governor.rollback(auditId, me())) {
      case Governor.RolledBack.Submitted(var plan, var ruling) ->
          begun(Value.EMPTY.with("plan", RollbackForm.of(plan)), ruling);
      case Governor.RolledBack.Impossible(var why) -> new Reply.Refused("not_reversible", why);
    };
  }

  private Reply undoPlan(PlanId id) {
    return switch (governor.care().rollback(id, me())) {
      case PlanRollback.Outcome.Submitted(var rollback, var plan) -> {
        plan.questions().forEach(question -> asked.accept(question.id()));
        yield new Reply.Done(
            RollbackForm.of(rollback).with("plan_id", Value.of(plan.course().id().value())));
      }
      case PlanRollback.Outcome.Impossible(var why) -> new Reply.Refused("not_reversible", why);
    };
  }
}
