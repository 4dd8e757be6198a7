package dev.agentsafe.core.tlog;

import dev.agentsafe.core.canonical.CanonicalJson;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Hashes leaves and nodes as RFC 6962 says, into arrays that the caller has; one instance serves
 * one thread.
 */
public final class TreeHasher {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha256 = CanonicalJson.sha256();
  private final byte[] pair = new byte[1 + 2 * TreeHash.LENGTH];

  /** A hasher of its own. */
  public TreeHasher() {
    pair[0] = NODE;
  }

  /**
   * Writes {@code SHA-256(0x00 ‖ entry)} to {@code out}.
   *
   * @param from where the entry begins in {@code in}
   * @param length its bytes
   */
  public void leaf(byte[] in, int from, int length, byte[] out, int at) {
    sha256.update(LEAF);
    sha256.update(in, from, length);
    digest(out, at);
  }

  /**
   * Writes what {@link #leaf} writes, sooner: entry and prefix are hashed in one piece. Meanwhile
   * the byte before the entry is the prefix, so that nobody else may look at the array.
   *
   * @param from where the entry begins in {@code in}, at least 1
   */
  public void leafInPlace(byte[] in, int from, int length, byte[] out, int at) {
    var before = in[from - 1];
    in[from - 1] = LEAF;
    sha256.update(in, from - 1, length + 1);
    in[from - 1] = before;
    digest(out, at);
  }

  /** Writes {@code SHA-256(0x01 ‖ left ‖ right)} to {@code out}, which may be where they are. */
  public void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int at) {
    System.arraycopy(left, leftAt, pair, 1, TreeHash.LENGTH);
    System.arraycopy(right, rightAt, pair, 1 + TreeHash.LENGTH, TreeHash.LENGTH);
    sha256.update(pair, 0, pair.length);
    digest(out, at);
  }

  private void digest(byte[] out, int at) {
    try {
      sha256.digest(out, at, TreeHash.LENGTH);
    } catch (DigestException e) {
      throw new IllegalArgumentException("there is no room for a hash", e);
    }
  }
}
