package dev.agentsafe.app.seat;

import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.HoldDesk;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.limit.RiskBudget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brakes without a journal, for tests of screens alone; thread-safe. */
final class SampleBrakes implements Brakes {
  private final Operator operator;
  private final Instant now;
  private final Holds holds = new Holds();
  private final List<AgentView> agents = new ArrayList<>();

  SampleBrakes(Operator operator, Instant now) {
    this.operator = operator;
    this.now = now;
  }

  @Override
  public Holds.State state() {
    return holds.state();
  }

  @Override
  public synchronized List<AgentView> agents() {
    return List.copyOf(agents);
  }

  @Override
  public Optional<RiskBudget> budget() {
    return Optional.of(new RiskBudget(3600, Map.of(), 30, 75));
  }

  /** Adds an agent. */
  synchronized void add(AgentView agent) {
    agents.add(agent);
  }

  @Override
  public HoldDesk.Outcome freeze(String reason) {
    return begin(new Hold.Reach.Everybody(), reason);
  }

  @Override
  public HoldDesk.Outcome unfreeze(String reason) {
    return end(new Hold.Reach.Everybody(), holds.state().freeze());
  }

  @Override
  public HoldDesk.Outcome pause(AgentId agent, String reason) {
    return begin(new Hold.Reach.One(agent), reason);
  }

  @Override
  public HoldDesk.Outcome resume(AgentId agent, String reason) {
    return end(new Hold.Reach.One(agent), holds.state().pauseOf(agent));
  }

  private HoldDesk.Outcome begin(Hold.Reach reach, String reason) {
    var hold = new Hold(reach, operator.id(), reason, now);
    holds.begin(hold);
    return new HoldDesk.Outcome.Done(hold, List.of());
  }

  private HoldDesk.Outcome end(Hold.Reach reach, Optional<Hold> inForce) {
    if (inForce.isEmpty()) {
      return new HoldDesk.Outcome.Refused("not-held", "Nothing is held.");
    }
    holds.end(reach);
    return new HoldDesk.Outcome.Done(inForce.get(), List.of());
  }
}
