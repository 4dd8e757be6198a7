package dev.agentsafe.core;

import dev.agentsafe.core.agent.Agents;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.limit.CumulativeRisk;
import dev.agentsafe.core.limit.RateLimiter;
import java.util.Optional;

/**
 * An agent as it stands now.
 *
 * @param meters what its limits have counted
 * @param held what stops it
 */
public record AgentView(Agents.Seen seen, Meters meters, Optional<Hold> held) {

  /**
   * What limits have counted of a caller.
   *
   * @param rate empty where the workspace sets no rate
   * @param risk empty where the workspace does not track cumulative risk
   */
  public record Meters(Optional<RateLimiter.Usage> rate, Optional<CumulativeRisk.Reading> risk) {}
}
