package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.OperatorKey;
import java.util.Base64;

/**
 * A statement with its signature.
 *
 * @param signature 64 bytes as base64url without padding
 */
public record SignedVote(VoteStatement statement, String signature) {

  /** Whether that key's holder signed this statement. */
  public boolean isSignedBy(OperatorKey key) {
    try {
      var bytes = Base64.getUrlDecoder().decode(signature);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature)
          && key.verifies(statement.bytes(), bytes);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
