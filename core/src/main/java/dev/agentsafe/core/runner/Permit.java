package dev.agentsafe.core.runner;

/**
 * The authority to cause one effect; only this room makes one, after a ticket was spent.
 *
 * <p>An executor asks for one so that nothing can be executed without a ticket.
 */
public final class Permit {
  private final String nonce;

  Permit(String nonce) {
    this.nonce = nonce;
  }

  /** The nonce of the ticket that was spent for it. */
  public String nonce() {
    return nonce;
  }
}
