package dev.agentsafe.core.canonical;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The one encoding of values into bytes: what Python's {@code json.dumps(value, sort_keys=True)}
 * writes.
 *
 * <p>ASCII only; members sorted by code point at every depth; separators {@code ", "} and {@code ":
 * "}; lower-case {@code \\uXXXX}, surrogates one by one, DEL included; doubles as Python's {@code
 * repr}. Non-finite doubles become {@code Infinity}, {@code -Infinity} and {@code NaN}, as there.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** The canonical bytes of a value. */
  public static byte[] bytes(Value value) {
    return new CanonicalBuffer().value(value).toByteArray();
  }

  /** The canonical bytes of a value as an ASCII text. */
  public static String text(Value value) {
    return new String(bytes(value), StandardCharsets.US_ASCII);
  }

  /** The SHA-256 of the canonical bytes of a value, 64 lower-case hex digits. */
  public static String sha256(Value value) {
    return HexFormat.of().formatHex(sha256().digest(bytes(value)));
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
