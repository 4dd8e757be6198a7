package dev.agentsafe.core.ticket;

import dev.agentsafe.core.canonical.Value;
import java.time.Instant;

/**
 * The signed permission to cause one effect once.
 *
 * @param token the compact JWS
 * @param claims what it permits
 * @param nonce 32 hex digits; spent once
 */
public record Ticket(
    String token, Claims claims, String nonce, Instant issuedAt, Instant expiresAt) {

  /** What a ticket permits. */
  public record Claims(
      String action, String target, String caller, Value.Fields params, String auditId) {}
}
