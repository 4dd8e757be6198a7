package dev.agentsafe.app.wire;

import dev.agentsafe.core.PlanDesk;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.ticket.Ticket;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A plan as the agent that submitted it sees it. */
public final class PlanForm {
  private PlanForm() {}

  /** What was decided of each step. */
  public static Value.Fields decided(PlanDesk.Submitted submitted, Inventory inventory) {
    var course = submitted.course();
    var steps = new ArrayList<Value>();
    for (var i = 0; i < course.steps().size(); i++) {
      var step = course.steps().get(i);
      steps.add(
          new Members()
              .put("id", step.id())
              .put("depends_on", Value.texts(step.dependsOn()))
              .put("decision", DecisionForm.of(submitted.rulings().get(i), inventory))
              .done());
    }
    return head(course).put("steps", new Value.Items(steps)).done();
  }

  /**
   * How it stands.
   *
   * @param tickets of the steps whose turn it is, by step
   */
  public static Value.Fields of(Course course, Map<String, Ticket> tickets) {
    var steps = new ArrayList<Value>();
    for (var step : course.steps()) {
      steps.add(
          new Members()
              .put("id", step.id())
              .put("depends_on", Value.texts(step.dependsOn()))
              .put("audit_id", step.auditId())
              .put("status", status(course, step))
              .put("why", Value.ofOptional(why(step.stage())))
              .put("request_id", Value.ofOptional(step.request()))
              .put("run_id", Value.ofOptional(run(step.stage()).map(RunId::value)))
              .put(
                  "ticket",
                  Optional.ofNullable(tickets.get(step.id()))
                      .<Value>map(DecisionForm::ticket)
                      .orElse(Value.NULL))
              .done());
    }
    return head(course).put("steps", new Value.Items(steps)).done();
  }

  /**
   * As the operator sees it.
   *
   * @param questions the question of a step
   */
  public static Value.Fields card(
      Course course, Function<ApprovalId, Optional<Value.Fields>> questions) {
    var steps = new ArrayList<Value>();
    for (var step : course.steps()) {
      var question = step.request().map(ApprovalId::new).flatMap(questions);
      steps.add(
          new Members()
              .put("id", step.id())
              .put("depends_on", Value.texts(step.dependsOn()))
              .put("audit_id", step.auditId())
              .put("status", status(course, step))
              .put("why", Value.ofOptional(why(step.stage())))
              .put("run_id", Value.ofOptional(run(step.stage()).map(RunId::value)))
              .put("question", question.<Value>map(q -> q).orElse(Value.NULL))
              .done());
    }
    return head(course)
        .put("caller", course.caller().value())
        .put("steps", new Value.Items(steps))
        .done();
  }

  private static Members head(Course course) {
    return new Members()
        .put("plan_id", course.id().value())
        .put("status", course.isDone() ? "done" : course.stopped().isPresent() ? "stopped" : "open")
        .put("stopped", Value.ofOptional(course.stopped()));
  }

  /** The word for how a step stands. */
  public static String status(Course course, Course.Step step) {
    return switch (step.stage()) {
      case Stage.Asked _ -> course.stopped().isPresent() ? "void" : "pending";
      case Stage.Cleared _ ->
          course.stopped().isPresent()
              ? "void"
              : course.obstacle(step).isPresent() ? "waiting" : "ready";
      case Stage.Ticketed _ -> course.stopped().isPresent() ? "void" : "ready";
      case Stage.Running _ -> "running";
      case Stage.Succeeded _ -> "succeeded";
      case Stage.Failed _ -> "failed";
    };
  }

  private static Optional<String> why(Stage stage) {
    return stage instanceof Stage.Failed(var why) ? Optional.of(why) : Optional.empty();
  }

  private static Optional<RunId> run(Stage stage) {
    return switch (stage) {
      case Stage.Running(var run) -> Optional.of(run);
      case Stage.Succeeded(var run, var at) -> Optional.of(run);
      case Stage.Asked _, Stage.Cleared _, Stage.Ticketed _, Stage.Failed _ -> Optional.empty();
    };
  }
}
