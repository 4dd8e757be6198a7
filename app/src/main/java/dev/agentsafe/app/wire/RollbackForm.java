package dev.agentsafe.app.wire;

import dev.agentsafe.core.PlanRollback;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.state.Writer;
import java.util.List;
import java.util.Locale;

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

  /** The plan with how the object stands, as the operator sees it. */
  public static Value.Fields of(RollbackPreview.Ready preview) {
    var since = preview.since();
    var drift =
        since.drift().fields().stream()
            .<Value>map(field ->
                new Members()
                    .put("field", field.name())
                    .put("before", field.before().orElse(Value.NULL))
                    .put("after", field.after().orElse(Value.NULL))
                    .put("live", field.live().orElse(Value.NULL))
                    .put("standing", field.standing().name().toLowerCase(Locale.ROOT))
                    .done())
            .toList();
    return of(preview.plan())
        .with("before_state", since.before())
        .with("after_state", since.after())
        .with("live_state", since.live())
        .with("drift", new Value.Items(drift))
        .with("writers", writers(since.writers()))
        .with("rehearsal", DryRunForm.of(preview.rehearsal()))
        .with("decision", DryRunForm.decision(preview.decision()));
  }

  private static Value writers(List<Writer> writers) {
    return new Value.Items(
        writers.stream()
            .<Value>map(writer ->
                new Members()
                    .put("name", writer.name())
                    .put("at", Value.ofOptional(writer.at().map(Times::text)))
                    .put("parts", Value.texts(writer.parts()))
                    .done())
            .toList());
  }

  /** How what happened of a plan is undone. */
  public static Value.Fields of(PlanRollback rollback) {
    return new Members()
        .put(
            "steps",
            new Value.Items(rollback.steps().stream().<Value>map(RollbackForm::of).toList()))
        .put(
            "left",
            new Value.Items(
                rollback.left().stream()
                    .<Value>map(left ->
                        new Members()
                            .put("step", left.step())
                            .put("audit_id", left.auditId())
                            .put("why", left.why())
                            .done())
                    .toList()))
        .done();
  }
}
