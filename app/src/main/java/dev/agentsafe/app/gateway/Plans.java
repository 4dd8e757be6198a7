package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.PlanForm;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes in plans of several steps and tells how they stand; thread-safe. */
final class Plans {
  private final Governor governor;
  private final Metrics metrics;

  Plans(Governor governor, Metrics metrics) {
    this.governor = governor;
    this.metrics = metrics;
  }

  /** {@code POST /v1/plans}. */
  Answer submit(Call call) {
    return switch (read(call.body(), call.caller())) {
      case Read.Bad(var fault) -> Answer.error(400, fault);
      case Read.Good(var plan) -> {
        var began = System.nanoTime();
        var submitted = governor.submit(plan, call.caller());
        metrics.decided(System.nanoTime() - began);
        yield Answer.ok(PlanForm.decided(submitted, governor.workspace().inventory()));
      }
    };
  }

  /** {@code GET /v1/plans/{id}}. */
  Answer standing(Call call) {
    var id = new PlanId(call.id());
    var course = governor.plans().course(id).filter(c -> c.caller().equals(call.caller().id()));
    if (course.isEmpty()) {
      return Answer.notFound("plan");
    }
    var tickets = tickets(course.get(), call.caller());
    return governor
        .plans()
        .course(id)
        .map(now -> Answer.ok(PlanForm.of(now, tickets)))
        .orElseGet(() -> Answer.notFound("plan"));
  }

  private Map<String, Ticket> tickets(Course course, Caller caller) {
    var tickets = new LinkedHashMap<String, Ticket>();
    for (var step : course.steps()) {
      governor
          .plans()
          .claim(course.id(), step.id(), caller)
          .filter(t -> t.expiresAt().isAfter(Instant.now()))
          .ifPresent(t -> tickets.put(step.id(), t));
    }
    return tickets;
  }

  /** What came of reading one. */
  sealed interface Read {
    record Good(Plan plan) implements Read {}

    record Bad(Answer.Fault fault) implements Read {}
  }

  static Read read(Value.Fields body, Caller caller) {
    var whole = new Form(body, "");
    var items = whole.items("steps");
    var fault = whole.fault();
    if (fault.isPresent()) {
      return new Read.Bad(fault.get());
    }
    var steps = new ArrayList<Plan.Step>();
    for (var i = 0; i < Math.min(items.size(), Plan.MOST_STEPS + 1); i++) {
      var path = "steps[" + i + "]";
      if (!(items.get(i) instanceof Value.Fields fields)) {
        return new Read.Bad(Answer.Fault.in(path, "`" + path + "` must be an object."));
      }
      var form = new Form(fields, path + ".");
      var id = form.optionalText("id").orElse("step-" + (i + 1));
      var dependsOn = form.texts("depends_on");
      var submission = Decisions.submission(form, caller);
      var wrong = form.fault();
      if (wrong.isPresent()) {
        return new Read.Bad(wrong.get());
      }
      steps.add(new Plan.Step(id, dependsOn, submission));
    }
    return switch (Plan.of(steps)) {
      case Plan.Made.Good(var plan) -> new Read.Good(plan);
      case Plan.Made.Bad(var step, var member, var message) ->
          new Read.Bad(Answer.Fault.in(place(step, member), message));
    };
  }

  private static String place(int step, String member) {
    return Optional.of(step).filter(s -> s >= 0).map(s -> "steps[" + s + "].").orElse("") + member;
  }
}
