package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.plan.PlanId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops plans and records it: one of whose steps did not succeed, and one whose step nobody comes
 * for; thread-safe.
 *
 * @param claimLife how long a step that nobody had to approve waits for the agent
 */
record PlanEnds(Parts parts, ApprovalDesk approvals, Duration claimLife) {

  /** Where the questions of a plan stand that was stopped. */
  static Standing stopped(String why) {
    return new Standing.Denied("plan", "The plan stopped: " + why);
  }

  /** Records what stopped plans, and answers for people what they need not answer any more. */
  void recordStops() {
    approvals
        .docket()
        .deciding(() -> {
          var stops = parts.courses().unrecordedStops();
          stops.forEach(c -> stop(c, c.stopped().orElse("")));
          return stops;
        });
  }

  /** Stops plans of which a step is over that nobody came for. */
  void expireOverdue() {
    approvals
        .docket()
        .deciding(() -> {
          var now = parts.clock().instant();
          for (var course : parts.courses().open()) {
            if (course.stopped().isEmpty()) {
              course.steps().stream()
                  .flatMap(step -> overdue(course, step, now).stream())
                  .findFirst()
                  .ifPresent(why -> stop(course, why));
            }
          }
          return now;
        });
  }

  /** Why nobody can do that step any more, though its turn had come; empty: somebody can. */
  Optional<String> overdue(Course course, Course.Step step, Instant now) {
    return switch (step.stage()) {
      case Stage.Cleared _ when step.request().isEmpty() ->
          course
              .readySince(step)
              .filter(since -> !now.isBefore(since.plus(claimLife)))
              .map(since -> "nobody came for the ticket of step `" + step.id() + "` in time");
      case Stage.Ticketed(var expires) when !now.isBefore(expires) ->
          Optional.of("the ticket of step `" + step.id() + "` expired unused");
      case Stage.Cleared _,
          Stage.Ticketed _,
          Stage.Asked _,
          Stage.Running _,
          Stage.Succeeded _,
          Stage.Failed _ ->
          Optional.empty();
    };
  }

  /** Stops a plan; inside the docket's critical section. */
  void stop(Course course, String why) {
    var voided =
        course.steps().stream()
            .filter(s -> !(s.stage() instanceof Stage.Succeeded))
            .filter(s -> !(s.stage() instanceof Stage.Running))
            .filter(s -> !(s.stage() instanceof Stage.Failed))
            .map(Course.Step::id)
            .toList();
    var fields = new LinkedHashMap<String, Value>();
    fields.put("plan_id", Value.of(course.id().value()));
    fields.put("void_steps", Value.texts(voided));
    parts.record(entry(EntryType.PLAN_STOPPED, course.id(), course.caller().value(), why, fields));
    unsettled(course).forEach(q -> approvals.settle(q, stopped(why)));
  }

  /** Questions that somebody could still answer, and approvals that nobody has claimed. */
  private List<ApprovalRequest> unsettled(Course course) {
    var docket = approvals.docket();
    return course.steps().stream()
        .flatMap(s -> s.request().stream())
        .map(ApprovalId::new)
        .filter(q ->
            docket.standing(q).filter(ApprovalDesk::isOpen).isPresent()
                || docket.claimUntil(q).isPresent())
        .flatMap(q -> docket.request(q).stream())
        .toList();
  }

  /** An entry about a plan as a whole. */
  EntryDraft entry(
      EntryType type, PlanId id, String caller, String words, Map<String, Value> fields) {
    return new EntryDraft(
        parts.ids().event(),
        type,
        new AuditEntry.Subject("", "unknown", caller, Optional.of(id.value())),
        new AuditEntry.Ruling("", words, Optional.empty(), Optional.empty(), Optional.empty()),
        new EntryDraft.Details(
            Value.EMPTY, Optional.empty(), Optional.of(new Value.Fields(fields))));
  }
}
