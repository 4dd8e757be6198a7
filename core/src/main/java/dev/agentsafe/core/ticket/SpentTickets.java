package dev.agentsafe.core.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which tickets are spent: a fold over the journal's {@code execution_intent} entries; thread-safe.
 *
 * <p>The durable spending is the journal entry. Whoever spends a ticket claims its nonce here
 * first, then journals the intent, then acts; a claim whose entry was not written stays taken until
 * a restart, because nobody can know whether the entry landed.
 */
public final class SpentTickets {
  /** Kept for that long after the end of a ticket, whatever the clocks do meanwhile. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final int SWEEP_AT = 4_096;

  private final Map<String, Instant> forgetAfter = new HashMap<>();
  private Instant latest = Instant.MIN;
  private int sweepAt = SWEEP_AT;

  /** Nothing is spent yet. */
  public SpentTickets() {}

  /**
   * Folds the nonce of a spending that the journal already holds.
   *
   * @param spentAt when; its ticket ended at most {@link TicketAuthority#LONGEST} later
   */
  public synchronized void wasSpent(String nonce, Instant spentAt) {
    remember(nonce, spentAt.plus(TicketAuthority.LONGEST));
  }

  /** Claims a nonce; false where somebody did already. */
  public synchronized boolean trySpend(String nonce, Instant expiresAt) {
    if (forgetAfter.containsKey(nonce)) {
      return false;
    }
    remember(nonce, expiresAt);
    return true;
  }

  private void remember(String nonce, Instant expiresAt) {
    forgetAfter.put(nonce, expiresAt.plus(KEPT));
    if (expiresAt.isAfter(latest)) {
      latest = expiresAt;
    }
    sweep();
  }

  /** How many are remembered. */
  public synchronized int size() {
    return forgetAfter.size();
  }

  private void sweep() {
    if (forgetAfter.size() < sweepAt) {
      return;
    }
    forgetAfter.values().removeIf(until -> until.isBefore(latest));
    sweepAt = Math.max(SWEEP_AT, 2 * forgetAfter.size());
  }
}
