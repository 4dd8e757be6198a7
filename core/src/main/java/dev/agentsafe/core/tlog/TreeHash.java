package dev.agentsafe.core.tlog;

import dev.agentsafe.core.canonical.CanonicalJson;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash of a Merkle tree: of an entry, of a subtree or of all of it; immutable. */
public final class TreeHash {
  /** Bytes of a hash. */
  public static final int LENGTH = 32;

  /** The root of a tree without entries. */
  public static final TreeHash EMPTY = new TreeHash(CanonicalJson.sha256().digest());

  private final byte[] bytes;

  private TreeHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash that stands at that place. */
  public static TreeHash at(byte[] in, int from) {
    return new TreeHash(Arrays.copyOfRange(in, from, from + LENGTH));
  }

  /** The hash of an entry: {@code SHA-256(0x00 ‖ entry)}. */
  public static TreeHash ofLeaf(byte[] entry) {
    var out = new byte[LENGTH];
    new TreeHasher().leaf(entry, 0, entry.length, out, 0);
    return new TreeHash(out);
  }

  /** The hash of two subtrees: {@code SHA-256(0x01 ‖ left ‖ right)}. */
  public static TreeHash ofNode(TreeHash left, TreeHash right) {
    return ofNode(new TreeHasher(), left, right);
  }

  static TreeHash ofNode(TreeHasher hasher, TreeHash left, TreeHash right) {
    var out = new byte[LENGTH];
    hasher.node(left.bytes, 0, right.bytes, 0, out, 0);
    return new TreeHash(out);
  }

  /** Reads the 44 base64 characters of a hash; empty where they are none. */
  public static Optional<TreeHash> parse(String base64) {
    return StrictBase64.decode(base64).filter(b -> b.length == LENGTH).map(TreeHash::new);
  }

  /** The hash in base64, 44 characters. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The 32 bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Copies the 32 bytes to that place. */
  public void copyTo(byte[] out, int at) {
    System.arraycopy(bytes, 0, out, at, LENGTH);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return base64();
  }
}
