package dev.agentsafe.app.seat;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.PlanId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    return switch (hand.state()) {
      case OperatorHand.State.Locked(var file) ->
          new Voted.Refused("locked", "Your key is locked; give the passphrase of `" + file + "`.");
      case OperatorHand.State.Without(var why) -> new Voted.Refused("unknown-operator", why);
      case OperatorHand.State.Ready(var signer) -> {
        var by = new VoteStatement.By(hand.operator().id(), signer.publicKey().id());
        var moment =
            new VoteStatement.Moment(
                Instant.now().truncatedTo(ChronoUnit.MILLIS), shown.toSeconds());
        var votes =
            card.parts().stream()
                .flatMap(p -> p.question().stream())
                .filter(Question::open)
                .map(q -> new VoteStatement(q.id(), q.now().ballot().seen(), choice, by, moment))
                .map(said -> said.sign(signer))
                .toList();
        yield governor.plans().vote(card.course().id(), votes);
      }
    };
  }

  private PlanCard card(Course course, Function<ApprovalId, Optional<Question>> questions) {
    return new PlanCard(
        course,
        course.steps().stream()
            .map(s ->
                new PlanCard.Part(
                    s,
                    governor.plans().decision(s),
                    s.request().map(ApprovalId::new).flatMap(questions)))
            .toList());
  }
}
