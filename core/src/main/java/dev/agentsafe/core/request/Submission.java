package dev.agentsafe.core.request;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import java.util.Optional;

/**
 * What a caller asks for, before anything was checked.
 *
 * @param caller absent: nobody said who asks; not the same as an agent that is called {@code
 *     anonymous}
 * @param params in the order given, which is the order problems are reported in
 * @param changeTicket the id of a change ticket of another system
 */
public record Submission(
    ActionName action,
    Optional<TargetId> target,
    Optional<Caller> caller,
    Value.Fields params,
    Optional<String> changeTicket) {

  /** The id records are kept under: the caller's, or {@link AgentId#ANONYMOUS}. */
  public AgentId callerId() {
    return caller.isPresent() ? caller.get().id() : AgentId.ANONYMOUS;
  }

  /** The caller; where nobody said who asks, one without any authority. */
  public Caller callerOrAnonymous() {
    return caller.orElse(Caller.ANONYMOUS);
  }
}
