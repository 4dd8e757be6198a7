package dev.agentsafe.core.runner;

import dev.agentsafe.core.credential.Credential;
import java.util.Optional;

/**
 * The authority to cause one effect; only this room makes one, after a ticket was spent.
 *
 * <p>An executor asks for one so that nothing can be executed without a ticket.
 */
public final class Permit {
  private final String nonce;
  private final Optional<Credential> credential;

  Permit(String nonce, Optional<Credential> credential) {
    this.nonce = nonce;
    this.credential = credential;
  }

  /**
   * What to prove oneself with for this one effect; absent where the executor's own configuration
   * is meant. It ends when the effect is over.
   */
  public Optional<Credential> credential() {
    return credential;
  }

  /** The nonce of the ticket that was spent for it. */
  public String nonce() {
    return nonce;
  }
}
