package dev.agentsafe.core.tlog;

import java.util.Base64;
import java.util.Optional;

/**
 * Reads base64 (RFC 4648, section 4) in its one spelling: padded, no stray bits, no line breaks.
 */
final class StrictBase64 {
  private StrictBase64() {}

  /** The bytes of a text; empty where it is not how they are written. */
  static Optional<byte[]> decode(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
