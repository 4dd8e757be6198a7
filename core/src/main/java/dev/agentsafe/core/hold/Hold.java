package dev.agentsafe.core.hold;

import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.OperatorId;
import java.time.Instant;

/**
 * A person stopped agents.
 *
 * @param since when it was recorded
 */
public record Hold(Reach reach, OperatorId by, String reason, Instant since) {

  /** Who is stopped. */
  public sealed interface Reach {
    /** All agents; a freeze. */
    record Everybody() implements Reach {}

    /** One agent with all that act on its behalf; a pause. */
    record One(AgentId agent) implements Reach {}
  }

  /** What an agent that it stops is told. */
  public String words() {
    return switch (reach) {
      case Reach.Everybody() -> Holds.FROZEN + " `" + by + "` since " + since + ": " + reason;
      case Reach.One(var agent) ->
          Holds.PAUSED + "`" + agent + "` was paused by `" + by + "` at " + since + ": " + reason;
    };
  }
}
