package dev.agentsafe.core.runner;

import dev.agentsafe.core.credential.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A forward that proves itself with the credential of its effect: that ends with it, and it with
 * that; thread-safe.
 */
final class Lent implements Forward {
  private static final System.Logger LOG = System.getLogger(Lent.class.getName());

  private final Forward forward;
  private final Credential credential;
  private final Instant since;
  private boolean closed;
  private boolean effectOver;
  private volatile boolean givingBack;

  /**
   * One of that effect.
   *
   * @param since when it was opened
   */
  Lent(Forward forward, Credential credential, Instant since) {
    this.forward = forward;
    this.credential = credential;
    this.since = since;
  }

  @Override
  public String address() {
    return forward.address();
  }

  @Override
  public String leadsTo() {
    return forward.leadsTo();
  }

  @Override
  public Duration life() {
    return credential
        .expiresAt()
        .map(end -> Duration.between(since, end))
        .filter(left -> left.compareTo(forward.life()) < 0)
        .orElse(forward.life());
  }

  @Override
  public Traffic traffic() {
    return forward.traffic();
  }

  @Override
  public Optional<String> broken() {
    return forward.broken();
  }

  /** Whoever closes it does not wait for those who lent the credential: they may be far away. */
  @Override
  public void close() {
    try {
      forward.close();
    } finally {
      if (isLast()) {
        Thread.ofVirtual().name("credential-end").start(this::giveBack);
      }
    }
  }

  /** Until the effect is over, what it says is still to be cleaned of the credential. */
  private synchronized boolean isLast() {
    boolean last = !closed && effectOver;
    closed = true;
    if (last) {
      givingBack = true;
    }
    return last;
  }

  private void giveBack() {
    try {
      credential
          .end()
          .ifPresent(why ->
              LOG.log(
                  System.Logger.Level.WARNING,
                  "the "
                      + credential
                      + " of a port to "
                      + leadsTo()
                      + " may still be good: "
                      + why));
    } finally {
      givingBack = false;
    }
  }

  @Override
  public boolean isSettled() {
    return !givingBack;
  }

  /** The effect needs the credential no more; says what went wrong with giving it back. */
  Optional<String> endEffect() {
    synchronized (this) {
      effectOver = true;
      if (!closed) {
        return Optional.empty();
      }
    }
    return credential.end();
  }
}
