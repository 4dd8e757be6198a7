package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.OperatorKey;

/**
 * A statement with its signature.
 *
 * @param signature 64 bytes as base64url without padding
 */
public record SignedVote(VoteStatement statement, String signature) {

  /** Whether that key's holder signed this statement. */
  public boolean isSignedBy(OperatorKey key) {
    return Sealing.isSigned(statement.bytes(), signature, key);
  }
}
