package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.Caller;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * All that rules may look at.
 *
 * @param caller absent: no identity at all
 * @param effectiveRisk the action's risk on the target
 * @param at when it was asked
 * @param hasChangeTicket whether a change ticket was named
 */
public record Facts(
    ActionName action,
    Optional<Target> target,
    Optional<Caller> caller,
    RiskClass effectiveRisk,
    When at,
    boolean hasChangeTicket) {

  /**
   * The time of a request as windows see it.
   *
   * @param local the wall clock that windows without a zone look at
   * @param offset absent for a time that names none; a zoned window then reads it as UTC
   */
  public record When(LocalDateTime local, Optional<ZoneOffset> offset) {}
}
