package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.Operator;
import java.time.Instant;

/**
 * One person's answer that counted.
 *
 * @param voter with the roles and groups held when the vote was cast
 */
public record Vote(Operator voter, SignedVote signed) {

  /** What was said. */
  public VoteStatement.Choice choice() {
    return signed.statement().choice();
  }

  /** Whether it agrees, perhaps with changes. */
  public boolean approves() {
    return choice().approves();
  }

  /** Why. */
  public String reason() {
    return choice().reason();
  }

  /** When it was signed. */
  public Instant castAt() {
    return signed.statement().moment().castAt();
  }
}
