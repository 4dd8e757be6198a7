package dev.agentsafe.app.seat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.plan.PlanId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The plans of agents, each a card that one vote answers; thread-safe, never for the FX thread. */
public interface Plans {

  /** The plans that are not over, oldest first, questions without their traces. */
  List<PlanCard> open();

  /** That plan, its questions with their traces. */
  Optional<PlanCard> card(PlanId id);

  /** The plan that a question belongs to; quick. */
  Optional<PlanId> of(ApprovalId question);

  /**
   * Signs answers to all open questions of a plan as they were shown, and gives them together; all
   * count or none.
   *
   * @param shown how long it was on the screen
   */
  Voted vote(PlanCard card, Choice choice, Duration shown);
}
