package dev.agentsafe.core.request;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.Caller;
import java.util.Optional;

/**
 * A request whose action, target and parameters fit together; {@link RequestParser} alone makes
 * one.
 *
 * <p>Immutable and thread-safe.
 */
public final class ActionRequest {
  private final Action action;
  private final Target target;
  private final Caller caller;
  private final Value.Fields params;
  private final Optional<String> changeTicket;

  ActionRequest(
      Action action,
      Target target,
      Caller caller,
      Value.Fields params,
      Optional<String> changeTicket) {
    this.action = action;
    this.target = target;
    this.caller = caller;
    this.params = params;
    this.changeTicket = changeTicket;
  }

  /** What is to be done. */
  public Action action() {
    return action;
  }

  /** On what. */
  public Target target() {
    return target;
  }

  /** For whom. */
  public Caller caller() {
    return caller;
  }

  /** With which values; those a bound target implies are filled in. */
  public Value.Fields params() {
    return params;
  }

  /** The change ticket named by the caller. */
  public Optional<String> changeTicket() {
    return changeTicket;
  }

  /** The action's risk on this target. */
  public RiskClass effectiveRisk() {
    return action.scope().risk().on(target.standing().sensitivity());
  }
}
