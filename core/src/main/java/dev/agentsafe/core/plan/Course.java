package dev.agentsafe.core.plan;

import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a submitted plan stands; immutable.
 *
 * @param steps in the order given
 * @param stopped why nothing of it begins any more
 */
public record Course(PlanId id, AgentId caller, List<Step> steps, Optional<String> stopped) {
  public Course {
    steps = List.copyOf(steps);
  }

  /**
   * A step and how it stands.
   *
   * @param auditId its decision
   * @param request the question that it asked people
   */
  public record Step(
      String id, List<String> dependsOn, String auditId, Optional<String> request, Stage stage) {
    public Step {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /** How far a step is. */
  public sealed interface Stage {
    /** People have not answered yet. */
    record Asked() implements Stage {}

    /** It may be done, once the steps it depends on have succeeded. */
    record Cleared(Instant since) implements Stage {}

    /** Its ticket was issued, and is good until then. */
    record Ticketed(Instant expires) implements Stage {}

    /** It executes, or did when the process ended. */
    record Running(RunId run) implements Stage {}

    /** It was done. */
    record Succeeded(RunId run, Instant at) implements Stage {}

    /** It was not done, or nobody knows. */
    record Failed(String why) implements Stage {}
  }

  /** That step. */
  public Optional<Step> step(String stepId) {
    return steps.stream().filter(s -> s.id().equals(stepId)).findFirst();
  }

  /** The step that this decision is of. */
  public Optional<Step> stepOf(String auditId) {
    return steps.stream().filter(s -> s.auditId().equals(auditId)).findFirst();
  }

  /** Why that step cannot be executed now; empty where nothing of the plan keeps it. */
  public Optional<String> obstacle(Step step) {
    if (stopped.isPresent()) {
      return Optional.of("The plan `" + id + "` was stopped: " + stopped.get());
    }
    return step.dependsOn().stream()
        .filter(d -> step(d).filter(s -> s.stage() instanceof Stage.Succeeded).isEmpty())
        .findFirst()
        .map(d -> "Step `" + d + "` of the plan `" + id + "` has not succeeded yet.");
  }

  /**
   * Since when that step could be executed: it may be, and what it depends on has succeeded; empty
   * where it cannot be, or has begun.
   */
  public Optional<Instant> readySince(Step step) {
    if (!(step.stage() instanceof Stage.Cleared(var since)) || obstacle(step).isPresent()) {
      return Optional.empty();
    }
    var latest = since;
    for (var other : step.dependsOn()) {
      if (step(other).map(Step::stage).orElseThrow() instanceof Stage.Succeeded(var run, var at)
          && at.isAfter(latest)) {
        latest = at;
      }
    }
    return Optional.of(latest);
  }

  /** Whether every step has succeeded. */
  public boolean isDone() {
    return steps.stream().allMatch(s -> s.stage() instanceof Stage.Succeeded);
  }

  /** Whether nothing of it can begin or end any more. */
  public boolean isOver() {
    return isDone()
        || (stopped.isPresent()
            && steps.stream().noneMatch(s -> s.stage() instanceof Stage.Running));
  }
}
