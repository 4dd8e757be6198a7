package dev.agentsafe.app.seat;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.PlanId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The plans of the governor of this process.
 *
 * @param bare a question without its trace
 * @param whole a question with its trace
 */
record GovernorPlans(
    Governor governor,
    OperatorHand hand,
    Function<ApprovalId, Optional<Question>> bare,
    Function<ApprovalId, Optional<Question>> whole)
    implements Plans {

  @Override
  public List<PlanCard> open() {
    return governor.plans().open().stream().map(c -> card(c, bare)).toList();
  }

  @Override
  public Optional<PlanCard> card(PlanId id) {
    return governor.plans().course(id).map(c -> card(c, whole));
  }

  @Override
  public Optional<PlanId> of(ApprovalId question) {
    return governor
        .approval(question)
        .flatMap(q -> governor.plans().courseOf(q.binding().auditId()))
        .map(Course::id);
  }

  @Override
  public Voted vote(PlanCard card, Choice choice, Duration shown) {
    var seen = new LinkedHashMap<ApprovalId, Seen>();
    card.parts().stream()
        .flatMap(p -> p.question().stream())
        .filter(Question::open)
        .forEach(q -> seen.put(q.id(), q.now().ballot().seen()));
    return governor.vote(hand, card.course().id(), seen, choice, shown);
  }

  private static PlanCard card(Course course, Function<ApprovalId, Optional<Question>> questions) {
    return new PlanCard(
        course,
        course.steps().stream()
            .map(s -> new PlanCard.Part(s, s.request().map(ApprovalId::new).flatMap(questions)))
            .toList());
  }
}
