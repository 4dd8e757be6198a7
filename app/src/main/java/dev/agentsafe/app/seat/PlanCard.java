package dev.agentsafe.app.seat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.plan.Course;
import java.util.List;
import java.util.Optional;

/**
 * A plan as one card: how it stands, and of each step what one must see to answer it; immutable.
 *
 * @param parts the steps, in the order given
 */
public record PlanCard(Course course, List<Part> parts) {
  public PlanCard {
    parts = List.copyOf(parts);
  }

  /**
   * A step.
   *
   * @param decision the entry of what the rules said of it; empty where it is long over
   * @param question what it asked people, with its evidence; empty where it asked nothing
   */
  public record Part(
      Course.Step step, Optional<AuditEntry> decision, Optional<Question> question) {}

  /** How many of its questions still wait for an answer. */
  public long waiting() {
    return questions().stream().filter(Question::open).count();
  }

  /** What its steps asked people, in the order of the steps. */
  public List<Question> questions() {
    return parts.stream().flatMap(p -> p.question().stream()).toList();
  }

  /** How many steps have succeeded. */
  public long done() {
    return course.steps().stream().filter(s -> s.stage() instanceof Course.Stage.Succeeded).count();
  }
}
