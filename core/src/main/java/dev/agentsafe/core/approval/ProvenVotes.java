package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.OperatorKey;
import java.util.LinkedHashMap;

/**
 * Votes whose signatures were found good by a key.
 *
 * <p>Whether a signature is good depends on the bytes, the signature and the key alone, and stays
 * so: it is computed once. Whether the key is still somebody's, and the vote still worth something,
 * is for others to ask each time.
 *
 * <p>Thread-safe.
 */
public final class ProvenVotes {
  private record Proof(SignedVote vote, OperatorKey key) {}

  private final LinkedHashMap<Proof, Boolean> proven = new LinkedHashMap<>(16, 0.75f, true);

  private final int room;

  /**
   * None so far.
   *
   * @param room how many are held, those that were asked for last; at least 1
   */
  public ProvenVotes(int room) {
    this.room = room;
  }

  /** Whether that key's holder signed this vote. */
  public boolean isSigned(SignedVote vote, OperatorKey key) {
    var proof = new Proof(vote, key);
    if (isProven(proof)) {
      return true;
    }
    boolean good = vote.isSignedBy(key);
    if (good) {
      remember(proof);
    }
    return good;
  }

  private synchronized boolean isProven(Proof proof) {
    return proven.get(proof) != null;
  }

  private synchronized void remember(Proof proof) {
    proven.put(proof, true);
    if (proven.size() > room) {
      proven.pollFirstEntry();
    }
  }
}
