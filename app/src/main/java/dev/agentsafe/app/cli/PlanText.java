package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;

/** Prints a plan for people: its steps in order, each with its question. */
final class PlanText {
  private PlanText() {}

  static void print(Session session, Value.Fields plan) {
    session.say(
        Shown.line(
            "PLAN  %s  %s  by %s"
                .formatted(
                    plan.textOrEmpty("plan_id"),
                    plan.textOrEmpty("status"),
                    plan.textOrEmpty("caller"))));
    plan.text("stopped").ifPresent(why -> DecisionText.line(session, "stopped", why));
    plan.objects("steps").forEach(step -> step(session, step));
  }

  private static void step(Session session, Value.Fields step) {
    session.say("");
    session.say(Shown.line("step " + step.textOrEmpty("id") + "  " + step.textOrEmpty("status")));
    step.text("why").ifPresent(why -> DecisionText.line(session, "why", why));
    if (step.get("question").orElse(Value.NULL) instanceof Value.Fields question) {
      QuestionText.print(session, question);
    }
  }
}
