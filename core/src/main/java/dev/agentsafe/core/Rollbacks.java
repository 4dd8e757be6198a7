package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.rollback.RollbackPlanner;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.Diff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans the inverse of recorded decisions from the state that their runs captured. */
final class Rollbacks {
  private final Threads threads;
  private final RollbackPlanner planner;
  private final Intake intake;

  Rollbacks(Threads threads, RollbackPlanner planner, Intake intake) {
    this.threads = threads;
    this.planner = planner;
    this.intake = intake;
  }

  RollbackPreview preview(String auditId, Caller caller) {
    return switch (plan(auditId)) {
      case RollbackPlan.Outcome.Impossible(var why) -> new RollbackPreview.Impossible(why);
      case RollbackPlan.Outcome.Planned planned ->
          intake.preview(planned, caller, ended(threads.of(auditId)));
    };
  }

  Governor.RolledBack submit(String auditId, Caller caller) {
    return switch (plan(auditId)) {
      case RollbackPlan.Outcome.Impossible(var why) -> new Governor.RolledBack.Impossible(why);
      case RollbackPlan.Outcome.Planned(var plan, var before, var after) ->
          new Governor.RolledBack.Submitted(
              plan, intake.submit(submission(plan, caller), Origin.rollbackOf(auditId)));
    };
  }

  /** Whether that is a decision on what this caller asked for. */
  boolean isOf(String auditId, Caller caller) {
    return threads.of(auditId).stream()
        .findFirst()
        .filter(entry -> entry.chain().eventId().equals(auditId))
        .filter(entry -> entry.subject().caller().equals(caller.id().value()))
        .isPresent();
  }

  RollbackPlan.Outcome plan(String auditId) {
    var thread = threads.of(auditId);
    if (thread.isEmpty()) {
      return new RollbackPlan.Outcome.Impossible("The journal has no decision `" + auditId + "`.");
    }
    var captured = threads.captured(auditId);
    if (captured.isEmpty()) {
      return new RollbackPlan.Outcome.Impossible(
          "Nothing was executed for `" + auditId + "`, or no state was captured around it.");
    }
    if (isUndone(thread, captured.get())) {
      return new RollbackPlan.Outcome.Impossible(
          "`" + auditId + "` was not done, so there is nothing to undo.");
    }
    var original = original(thread);
    if (planner.changedNothing(original, captured.get().before(), captured.get().after())) {
      return new RollbackPlan.Outcome.Impossible(
          "`"
              + auditId
              + "` found what it was to bring about, and left it so: there is nothing to undo.");
    }
    return switch (planner.plan(original, captured.get().before(), captured.get().after())) {
      case RollbackPlan.Outcome.Impossible(var why) ->
          new RollbackPlan.Outcome.Impossible(why + because(original.action()));
      case RollbackPlan.Outcome.Planned(var plan, var before, var after) ->
          new RollbackPlan.Outcome.Planned(
              with(planner.withoutUnset(plan), warnings(thread)), before, after);
    };
  }

  /** What would undo the steps of a plan that happened, the last one first. */
  PlanRollback plan(Course course) {
    var happened = new TreeMap<Long, Course.Step>(Comparator.reverseOrder());
    for (var step : course.steps()) {
      var thread = threads.of(step.auditId());
      Threads.last(thread, EntryType.EXECUTION_INTENT)
          .filter(begun ->
              threads.captured(step.auditId()).filter(c -> !isUndone(thread, c)).isPresent())
          .ifPresent(begun -> happened.put(acted(thread, begun), step));
    }
    var steps = new ArrayList<RollbackPlan>();
    var left = new ArrayList<PlanRollback.Left>();
    for (var step : happened.values()) {
      switch (plan(step.auditId())) {
        case RollbackPlan.Outcome.Planned planned -> steps.add(planned.plan());
        case RollbackPlan.Outcome.Impossible(var why) ->
            left.add(new PlanRollback.Left(step.id(), step.auditId(), why));
      }
    }
    return new PlanRollback(steps, left);
  }

  private static long acted(List<AuditEntry> thread, AuditEntry begun) {
    return Threads.last(thread, EntryType.EXECUTION_BEGUN).orElse(begun).seq();
  }

  /** Submits that as a plan whose steps follow one another. */
  PlanRollback.Outcome submit(Course course, Caller caller) {
    if (course.steps().stream().anyMatch(s -> s.stage() instanceof Course.Stage.Running)) {
      return new PlanRollback.Outcome.Impossible(
          "A step of `" + course.id() + "` is still running; wait for it, or call it off.");
    }
    var rollback = plan(course);
    if (rollback.steps().isEmpty()) {
      return new PlanRollback.Outcome.Impossible(
          "Nothing of `"
              + course.id()
              + "` can be undone. "
              + rollback.left().stream()
                  .map(l -> "Step `" + l.step() + "`: " + l.why())
                  .collect(Collectors.joining(" ")));
    }
    var steps = new ArrayList<Plan.Step>();
    var undoes = new HashMap<String, String>();
    for (var inverse : rollback.steps()) {
      var before = steps.isEmpty() ? List.<String>of() : List.of(steps.getLast().id());
      var id = "undo-" + (steps.size() + 1);
      steps.add(new Plan.Step(id, before, submission(inverse, caller)));
      undoes.put(id, inverse.original().auditId());
    }
    return switch (Plan.of(steps)) {
      case Plan.Made.Good(var plan) ->
          new PlanRollback.Outcome.Submitted(rollback, intake.submit(plan, caller, undoes));
      case Plan.Made.Bad(var at, var member, var why) -> new PlanRollback.Outcome.Impossible(why);
    };
  }

  /** Why an action cannot be undone, as the executor that does it says. */
  private String because(ActionName action) {
    return intake
        .manual(action)
        .map(manual ->
            switch (manual.undoing()) {
              case Manual.Undoing.Irreversible(var why) ->
                  " It cannot be undone because " + why + ".";
              case Manual.Undoing.ChangesNothing() -> " It changes nothing.";
              case Manual.Undoing.Inverse inverse -> "";
            })
        .orElse("");
  }

  /** Whether it surely did not happen: it was skipped, or it failed. */
  private static boolean isUndone(List<AuditEntry> thread, Threads.Captured captured) {
    var found = Threads.last(thread, EntryType.RECONCILIATION);
    if (found.isPresent()) {
      return found
          .flatMap(Reconciliation::of)
          .filter(r -> r.finding() == Reconciliation.Finding.DID_NOT_HAPPEN)
          .isPresent();
    }
    var status = status(thread);
    return status.equals("skipped")
        || (status.equals("failure")
            && (isSurelyNothing(thread)
                || Diff.between(captured.before(), captured.after()).isEmpty()));
  }

  /**
   * Whether a failure surely did nothing: whatever differs afterwards, somebody else did it. That
   * is so of our own runs, which bear an id; of those of 0.16, which have none, only the states
   * tell.
   */
  private static boolean isSurelyNothing(List<AuditEntry> thread) {
    return Threads.last(thread, EntryType.EXECUTION)
        .flatMap(e -> e.context().text("run_id"))
        .isPresent();
  }

  private static String status(List<AuditEntry> thread) {
    return Threads.last(thread, EntryType.EXECUTION)
        .flatMap(e -> e.context().text("status"))
        .orElse("");
  }

  /** What people should know of the run that is undone. */
  private static List<String> warnings(List<AuditEntry> thread) {
    var warnings = new ArrayList<String>();
    thread
        .getFirst()
        .context()
        .text("rollback_of")
        .ifPresent(
            undone -> warnings.add("It undid `" + undone + "`: what that did is done again."));
    if (status(thread).equals("unknown")
        && Threads.last(thread, EntryType.RECONCILIATION)
            .flatMap(Reconciliation::of)
            .filter(r -> r.finding().isFinal())
            .isEmpty()) {
      warnings.add("Nobody knows whether all of it happened; look at the live state.");
    }
    return warnings;
  }

  private static RollbackPlan with(RollbackPlan plan, List<String> more) {
    return new RollbackPlan(
        plan.original(),
        plan.action(),
        plan.target(),
        plan.params(),
        Stream.concat(more.stream(), plan.warnings().stream()).toList());
  }

  /** When the run of a decision ended, or began. */
  private static Instant ended(List<AuditEntry> thread) {
    var last =
        Threads.last(thread, EntryType.STATE_CAPTURE)
            .or(() -> Threads.last(thread, EntryType.EXECUTION_BEGUN))
            .orElse(thread.getLast());
    return Refold.when(last.chain().timestamp());
  }

  /**
   * What was done: the decision has the parameters that were asked for, the intent those that were
   * executed, with what the target's binding filled in.
   */
  private static RollbackPlan.Original original(List<AuditEntry> thread) {
    var decision = thread.getFirst();
    var executed =
        thread.reversed().stream()
            .filter(e -> e.chain().type().equals(EntryType.EXECUTION_INTENT))
            .findFirst()
            .orElse(decision);
    return new RollbackPlan.Original(
        decision.chain().eventId(),
        new ActionName(decision.subject().action()),
        new TargetId(decision.subject().target()),
        decision.subject().caller(),
        executed.params());
  }

  static Submission submission(RollbackPlan plan, Caller caller) {
    return new Submission(
        plan.action(),
        Optional.of(plan.target()),
        Optional.of(caller),
        plan.params(),
        Optional.empty());
  }
}
