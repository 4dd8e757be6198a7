package dev.agentsafe.core.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * How a journal does at a moment.
 *
 * @param entries how many are durable
 * @param sealed how many of them the latest checkpoint covers
 * @param sealedAt when that was signed; empty where nothing was sealed yet
 * @param blocked why nothing can be written any more, in words; nothing is decided or executed then
 * @param sealFailure why the latest attempt at a checkpoint failed, in words; no ticket of high or
 *     critical risk leaves then
 */
public record JournalHealth(
    long entries,
    long sealed,
    Optional<Instant> sealedAt,
    Optional<String> blocked,
    Optional<String> sealFailure) {

  /** How many entries no checkpoint covers yet. */
  public long unsealed() {
    return entries - sealed;
  }

  /** Whether nothing is wrong. */
  public boolean isWell() {
    return blocked.isEmpty() && sealFailure.isEmpty();
  }
}
