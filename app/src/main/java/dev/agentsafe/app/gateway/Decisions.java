package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.DecisionForm;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import java.util.Optional;

/** Decides single actions; thread-safe. */
final class Decisions {
  private final Governor governor;
  private final Metrics metrics;

  Decisions(Governor governor, Metrics metrics) {
    this.governor = governor;
    this.metrics = metrics;
  }

  /** {@code POST /v1/check}. */
  Answer check(Call call) {
    var form = new Form(call.body(), "");
    var submission = submission(form, call.caller());
    return form.fault()
        .map(fault -> Answer.error(400, fault))
        .orElseGet(() -> Answer.ok(decided(submission)));
  }

  private Value.Fields decided(Submission submission) {
    var began = System.nanoTime();
    Ruling ruling = governor.submit(submission);
    metrics.decided(System.nanoTime() - began);
    return DecisionForm.of(ruling, governor.workspace().inventory());
  }

  /** Reads what is asked; counts only where the form has no fault. */
  static Submission submission(Form form, Caller caller) {
    return new Submission(
        new ActionName(form.text("action")),
        form.optionalText("target").map(TargetId::new),
        Optional.of(caller),
        form.fields("params"),
        form.optionalText("ticket_id"));
  }
}
