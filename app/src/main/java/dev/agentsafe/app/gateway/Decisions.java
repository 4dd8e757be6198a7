package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.DecisionForm;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Decides single actions and plans of several; thread-safe. */
final class Decisions {
  private static final int ID_BYTES = 6;

  private final Governor governor;
  private final Metrics metrics;
  private final SecureRandom random = new SecureRandom();

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
        .orElseGet(() -> Answer.ok(decided(submission, Optional.empty())));
  }

  /** {@code POST /v1/plans}: all steps are decided, whatever becomes of the others. */
  Answer plan(Call call) {
    return switch (Plan.read(call.body())) {
      case Plan.Read.Bad(var fault) -> Answer.error(400, fault);
      case Plan.Read.Good(var plan) -> {
        var id = planId();
        var decisions = new ArrayList<Value>();
        for (var step : plan.steps()) {
          var members = new LinkedHashMap<String, Value>();
          members.put("id", Value.of(step.id()));
          members.put("depends_on", Value.texts(step.dependsOn()));
          members.put("decision", decided(submission(step.form(), call.caller()), Optional.of(id)));
          decisions.add(new Value.Fields(members));
        }
        yield Answer.ok(
            Value.EMPTY.with("plan_id", Value.of(id)).with("steps", new Value.Items(decisions)));
      }
    };
  }

  private Value.Fields decided(Submission submission, Optional<String> plan) {
    var began = System.nanoTime();
    Ruling ruling = governor.submit(submission, plan);
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

  private String planId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "pln-" + HexFormat.of().formatHex(bytes);
  }
}
