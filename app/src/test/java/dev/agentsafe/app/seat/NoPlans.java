package dev.agentsafe.app.seat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.plan.PlanId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** No agent has submitted a plan. */
final class NoPlans implements Plans {
  @Override
  public List<PlanCard> open() {
    return List.of();
  }

  @Override
  public Optional<PlanCard> card(PlanId id) {
    return Optional.empty();
  }

  @Override
  public Optional<PlanId> of(ApprovalId question) {
    return Optional.empty();
  }

  @Override
  public Voted vote(PlanCard card, Choice choice, Duration shown) {
    return new Voted.Refused("unknown-request", "There is no such plan.");
  }
}
