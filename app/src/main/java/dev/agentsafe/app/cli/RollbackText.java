package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.canonical.Value;

/** A roll-back as people read it. */
final class RollbackText {
  private RollbackText() {}

  /** The plan with how the object stands; or the plans of a plan's steps. */
  static void print(Session session, Value.Fields body) {
    if (body.get("steps").isPresent()) {
      steps(session, body);
      return;
    }
    plan(session, body);
    for (var field : body.objects("drift")) {
      DecisionText.line(
          session,
          field.textOrEmpty("standing").replace('_', ' '),
          "%s: found %s, left %s, is %s"
              .formatted(
                  field.textOrEmpty("field"),
                  text(field, "before"),
                  text(field, "after"),
                  text(field, "live")));
    }
    for (var writer : body.objects("writers")) {
      DecisionText.line(
          session,
          "written by",
          writer.textOrEmpty("name")
              + " at "
              + writer.textOrEmpty("at")
              + " "
              + text(writer, "parts"));
    }
    RunText.rehearsal(session, body.object("rehearsal"));
    RunText.verdict(session, body.object("decision"));
  }

  private static String text(Value.Fields of, String name) {
    return JsonText.compact(of.get(name).orElse(Value.NULL));
  }

  static void steps(Session session, Value.Fields body) {
    body.objects("steps").forEach(step -> plan(session, step));
    for (var left : body.objects("left")) {
      DecisionText.line(
          session, "stays", left.textOrEmpty("step") + ": " + left.textOrEmpty("why"));
    }
  }

  static void plan(Session session, Value.Fields plan) {
    session.say(
        Shown.line(
            "UNDO  "
                + plan.textOrEmpty("original_action")
                + " -> "
                + plan.textOrEmpty("original_target")
                + " ("
                + plan.textOrEmpty("original_audit_id")
                + ")"));
    DecisionText.line(
        session,
        "with",
        plan.textOrEmpty("rollback_action")
            + " "
            + JsonText.compact(plan.object("rollback_params")));
    RunText.texts(session, "warning", plan, "warnings");
  }
}
