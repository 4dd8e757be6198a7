package dev.agentsafe.core;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.plan.Course;
import java.util.HashSet;
import java.util.Set;

/**
 * Carries the plans of operators forward: there is no agent that would come for the tickets of
 * their steps. Each ticket is tried once. Belongs to one thread.
 */
final class OwnPlans {
  private final PlanDesk plans;
  private final Intake intake;
  private final Set<String> tried = new HashSet<>();

  OwnPlans(PlanDesk plans, Intake intake) {
    this.plans = plans;
    this.intake = intake;
  }

  /** Begins the steps whose turn has come. */
  void goOn() {
    var open = plans.open();
    if (open.isEmpty()) {
      tried.clear();
    }
    for (var course : open) {
      var caller = Caller.of(course.caller());
      if (Eligibility.isOperator(caller)) {
        course.steps().stream()
            .filter(step -> course.obstacle(step).isEmpty() && isToBegin(step))
            .forEach(step -> begin(course, step, caller));
      }
    }
  }

  private static boolean isToBegin(Course.Step step) {
    return step.stage() instanceof Course.Stage.Cleared
        || step.stage() instanceof Course.Stage.Ticketed;
  }

  private void begin(Course course, Course.Step step, Caller caller) {
    plans
        .claim(course.id(), step.id(), caller)
        .filter(ticket -> tried.add(ticket.nonce()))
        .ifPresent(ticket -> intake.redeem(ticket.token(), caller));
  }
}
