package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.DecisionForm;
import dev.agentsafe.app.wire.RollbackForm;
import dev.agentsafe.app.wire.RunForm;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.RunView;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunId;
import java.util.Map;
import java.util.Optional;

/** Redeems tickets, tells how runs stand, asks for roll-backs; thread-safe. */
final class Executions {
  private static final int LONGEST_TICKET = 100_000;
  private static final String TAKEN_BACK = "taken back by who asked for it";
  private static final String NOT_TO_BE_UNDONE =
      "There is nothing by that id that you could undo: it does not exist, or it is not yours and"
          + " cannot be undone.";
  private static final String NOT_ALLOWED =
      "You may not undo this; the journal has the reason for the people here.";

  private final Governor governor;
  private final Waits waits;

  Executions(Governor governor, Waits waits) {
    this.governor = governor;
    this.waits = waits;
  }

  /** {@code POST /v1/executions}. */
  Answer begin(Call call) {
    var form = new Form(call.body(), "");
    var ticket = form.prose("ticket");
    var fault = form.fault();
    if (fault.isPresent()) {
      return Answer.error(400, fault.get());
    }
    if (ticket.isBlank() || ticket.length() > LONGEST_TICKET) {
      return Answer.error(
          400, Answer.Fault.in("ticket", "`ticket` must be the token of a ticket."));
    }
    return switch (governor.redeem(ticket, call.caller())) {
      case Governor.Redeemed.Started(var run) ->
          new Answer.Json(
              202,
              Value.EMPTY.with("run_id", Value.of(run.value())),
              Map.of("Location", "/v1/executions/" + run.value()));
      case Governor.Redeemed.Refused(var why) -> Answer.error(409, "ticket_refused", why);
    };
  }

  /** {@code GET /v1/executions/{id}}. */
  Answer view(Call call) throws InterruptedException {
    var id = new RunId(call.id());
    var run = governor.run(id).filter(r -> belongs(r, call));
    if (run.isEmpty()) {
      return Answer.notFound("execution");
    }
    if (run.get().record().isEmpty() && call.patience().isPositive()) {
      if (!waits.enter()) {
        return Waits.full();
      }
      try {
        run = waits.await(call.patience(), time -> governor.awaitRun(id, time), Executions::over);
      } finally {
        waits.leave();
      }
    }
    return run.map(RunForm::of).map(Answer::ok).orElse(Answer.notFound("execution"));
  }

  /** {@code DELETE /v1/executions/{id}}. */
  Answer callOff(Call call) {
    var id = new RunId(call.id());
    if (governor.run(id).filter(r -> belongs(r, call)).isEmpty()) {
      return Answer.notFound("execution");
    }
    var me = call.caller().id().value();
    var care = governor.care();
    return (care.forwards().of(id).isPresent()
            ? care.forwards().stop(id, me, TAKEN_BACK)
            : care.callOff(id, me, TAKEN_BACK))
        .map(why -> Answer.error(409, "not_called_off", why))
        .or(() -> governor.run(id).map(RunForm::of).map(Answer::ok))
        .orElse(Answer.notFound("execution"));
  }

  /** {@code POST /v1/executions/{id}/secrets}. */
  Answer secrets(Call call) {
    var id = new RunId(call.id());
    var run = governor.run(id).filter(r -> belongs(r, call));
    if (run.isEmpty()) {
      return Answer.notFound("execution");
    }
    var fault = new Form(call.body(), "").fault();
    if (fault.isPresent()) {
      return Answer.error(400, fault.get());
    }
    return governor
        .care()
        .takeConfidence(id, call.caller())
        .map(secrets -> Answer.ok(Value.EMPTY.with("secrets", secrets)))
        .orElseGet(() ->
            Answer.error(
                409,
                "nothing_to_tell",
                "This execution tells nothing, or has not succeeded yet, or has told it before:"
                    + " secrets are told once, within two minutes. Ask for a new execution."));
  }

  /** {@code POST /v1/rollbacks}. */
  Answer rollback(Call call) {
    var form = new Form(call.body(), "");
    var auditId = form.text("audit_id");
    var fault = form.fault();
    if (fault.isPresent()) {
      return Answer.error(400, fault.get());
    }
    return switch (governor.rollback(auditId, call.caller())) {
      case Governor.RolledBack.Submitted(var plan, var ruling) ->
          Answer.ok(undoing(plan, ruling, call.caller()));
      case Governor.RolledBack.Impossible(var why) ->
          Answer.error(
              409,
              "not_reversible",
              governor.care().isOf(auditId, call.caller()) ? why : NOT_TO_BE_UNDONE);
    };
  }

  /** What another agent did is shown to those only who may undo it, or ask people to. */
  private Value.Fields undoing(RollbackPlan plan, Ruling ruling, Caller caller) {
    var decision = DecisionForm.of(ruling, governor.workspace().inventory());
    var isOwn = plan.original().caller().equals(caller.id().value());
    if (isOwn || ruling.result() != Effect.DENY) {
      return Value.EMPTY.with("plan", RollbackForm.of(plan)).with("decision", decision);
    }
    // A rule's reason is its author's words; any other may repeat the parameters.
    return Value.EMPTY.with(
        "decision",
        ruling.grounds().rule().isPresent()
            ? decision
            : decision.with("reason", Value.of(NOT_ALLOWED)));
  }

  private static boolean over(Optional<RunView> run) {
    return run.isEmpty() || run.get().record().isPresent();
  }

  private static boolean belongs(RunView run, Call call) {
    return run.order().request().caller().id().equals(call.caller().id());
  }
}
