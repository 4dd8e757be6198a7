package dev.agentsafe.app.seat;

import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.HoldDesk;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.limit.RiskBudget;
import java.util.List;
import java.util.Optional;

/**
 * Who acts and who is stopped, and the means to stop them; thread-safe, never for the FX thread.
 *
 * <p>Each change makes an entry ({@code freeze}, {@code unfreeze}, {@code pause}, {@code resume})
 * that those who {@link Seat#subscribe} are told of, whoever made it.
 */
public interface Brakes {

  /** What is in force now; quick. */
  Holds.State state();

  /** The agents, the one that asked last first. */
  List<AgentView> agents();

  /**
   * What an agent may take of risk before people are asked, and before it is denied; if tracked.
   */
  Optional<RiskBudget> budget();

  /** Stops all agents. */
  HoldDesk.Outcome freeze(String reason);

  /** Lets agents act again, except those that are paused. */
  HoldDesk.Outcome unfreeze(String reason);

  /** Stops an agent and all that act on its behalf. */
  HoldDesk.Outcome pause(AgentId agent, String reason);

  /** Lets a paused agent act again. */
  HoldDesk.Outcome resume(AgentId agent, String reason);
}
