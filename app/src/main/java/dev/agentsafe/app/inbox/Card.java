package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.PlanCard;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one answer is given to: a question, or all open questions of a plan; immutable.
 *
 * @param lead the question; of a plan the gravest of those that are open, or of all
 */
public record Card(Question lead, Optional<PlanCard> plan) {
  private static final Comparator<Question> GRAVITY =
      Comparator.comparing(Question::grave).thenComparing(q -> q.what().deed().risk().effective());

  /** A question that belongs to no plan. */
  static Card of(Question question) {
    return new Card(question, Optional.empty());
  }

  /** A plan; empty where it asked people nothing. */
  static Optional<Card> of(PlanCard plan) {
    var all = plan.questions();
    return all.stream()
        .filter(Question::open)
        .max(GRAVITY)
        .or(() -> all.stream().max(GRAVITY))
        .map(lead -> new Card(lead, Optional.of(plan)));
  }

  /** Tells it from other cards, and stays while it changes. */
  String key() {
    return plan.map(p -> p.course().id().value()).orElseGet(() -> lead.id().value());
  }

  /** The questions that an answer is given to. */
  List<Question> asked() {
    return plan.map(PlanCard::questions).orElseGet(() -> List.of(lead)).stream()
        .filter(Question::open)
        .toList();
  }

  /** All of its questions. */
  public List<Question> questions() {
    return plan.map(PlanCard::questions).orElseGet(() -> List.of(lead));
  }

  /** Whether that question is one of it. */
  boolean holds(ApprovalId question) {
    return questions().stream().anyMatch(q -> q.id().equals(question));
  }

  /** Whether people have to say something. */
  public boolean open() {
    return !asked().isEmpty();
  }

  /** Whether something is still to come: an answer of people or of the agent, a step. */
  boolean waits() {
    return open()
        || plan.map(p -> !p.course().isOver())
            .orElseGet(() -> lead.now().standing() instanceof Standing.Offered);
  }
}
