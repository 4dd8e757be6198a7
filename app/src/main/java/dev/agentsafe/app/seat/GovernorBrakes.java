package dev.agentsafe.app.seat;

import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.HoldDesk;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.limit.RiskBudget;
import java.util.List;
import java.util.Optional;

/** The brakes of the governor of this process. */
record GovernorBrakes(Governor governor, Operator operator) implements Brakes {

  @Override
  public Holds.State state() {
    return governor.holds().state();
  }

  @Override
  public List<AgentView> agents() {
    return governor.agents();
  }

  @Override
  public Optional<RiskBudget> budget() {
    return governor.workspace().settings().limits().risk();
  }

  @Override
  public HoldDesk.Outcome freeze(String reason) {
    return governor.holds().freeze(operator, reason);
  }

  @Override
  public HoldDesk.Outcome unfreeze(String reason) {
    return governor.holds().unfreeze(operator, reason);
  }

  @Override
  public HoldDesk.Outcome pause(AgentId agent, String reason) {
    return governor.holds().pause(agent, operator, reason);
  }

  @Override
  public HoldDesk.Outcome resume(AgentId agent, String reason) {
    return governor.holds().resume(agent, operator, reason);
  }
}
