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
  private final Forward forward;
  private final Credential credential;
  private final Instant since;
  private boolean closed;
  private boolean effectOver;

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

  @Override
  public void close() {
    forward.close();
    synchronized (this) {
      closed = true;
      if (!effectOver) {
        // What the effect says is still to be cleaned of it.
        return;
      }
    }
    // What goes wrong with giving it back leaves no trace but its own end.
    var _ = credential.end();
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
