package dev.agentsafe.core.runner;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.credential.Credential;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The authority to cause one effect; only this room makes one, after a ticket was spent.
 *
 * <p>An executor asks for one so that nothing can be executed without a ticket.
 */
public final class Permit {
  private final String nonce;
  private final Optional<Credential> credential;

  private final Consumer<Value.Fields> confidant;
  private final Function<Forward, Optional<String>> keeper;

  Permit(
      String nonce,
      Optional<Credential> credential,
      Consumer<Value.Fields> confidant,
      Function<Forward, Optional<String>> keeper) {
    this.nonce = nonce;
    this.credential = credential;
    this.confidant = confidant;
    this.keeper = keeper;
  }

  /**
   * Leaves something open when the effect is over. It is recorded first, and somebody else ends it
   * from here on.
   *
   * @return why it must not stay open, and was ended; empty: it stays, and a credential stays good
   *     for it
   */
  public Optional<String> leave(Forward forward) {
    return keeper.apply(forward);
  }

  /**
   * Tells whoever asked for the effect, once and nobody else. It is kept in memory until it is
   * fetched or its time is over, and is in no record; output, state, progress and errors are.
   */
  public void confide(Value.Fields secrets) {
    confidant.accept(secrets);
  }

  /**
   * What to prove oneself with for this one effect; absent where the executor's own configuration
   * is meant. It ends when the effect is over, or what it leaves open.
   */
  public Optional<Credential> credential() {
    return credential;
  }

  /** The nonce of the ticket that was spent for it. */
  public String nonce() {
    return nonce;
  }
}
