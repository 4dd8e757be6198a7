package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;

/** Prints a plan for people: its steps in order, each with its question. */
final class PlanText {
  private PlanText() {}

  static void print(Session session, Value.Fields plan) {
    session.say(
        Shown.line(
            "PLAN  %s  %s  by %s"
                .formatted(text(plan, "plan_id"), text(plan, "status"), text(plan, "caller"))));
    plan.text("stopped").ifPresent(why -> DecisionText.line(session, "stopped", why));
    if (plan.get("steps").orElse(Value.NULL) instanceof Value.Items(var steps)) {
      for (var step : steps) {
        if (step instanceof Value.Fields fields) {
          step(session, fields);
        }
      }
    }
  }

  private static void step(Session session, Value.Fields step) {
    session.say("");
    session.say(Shown.line("step " + text(step, "id") + "  " + text(step, "status")));
    step.text("why").ifPresent(why -> DecisionText.line(session, "why", why));
    if (step.get("question").orElse(Value.NULL) instanceof Value.Fields question) {
      QuestionText.print(session, question);
    }
  }

  private static String text(Value.Fields of, String name) {
    return of.text(name).orElse("");
  }
}
