package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The three parts of a compact JSON Web Signature, known to be canonical base64url. */
record CompactToken(String header, String payload, String signed) {
  private static final int LONGEST = 64 * 1024;

  /** The parts of a token; empty where it is not three of them, or too long. */
  static Optional<CompactToken> split(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    var one = token.indexOf('.');
    var two = token.indexOf('.', one + 1);
    if (one < 0 || two < 0 || token.indexOf('.', two + 1) >= 0) {
      return Optional.empty();
    }
    var parts =
        new CompactToken(
            token.substring(0, one), token.substring(one + 1, two), token.substring(two + 1));
    return isBase64(parts.header) && isBase64(parts.payload) && isBase64(parts.signed)
        ? Optional.of(parts)
        : Optional.empty();
  }

  byte[] signature() {
    return Base64.getUrlDecoder().decode(signed);
  }

  /** What the signature is over. */
  byte[] content() {
    return (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
  }

  /** The header as JSON in which no member stands twice; null where it is not that. */
  Value strictHeader() {
    return json(header, false);
  }

  /** The payload as JSON in which no member stands twice; null where it is not that. */
  Value strictPayload() {
    return json(payload, false);
  }

  /** The header as 0.16 reads it. */
  Value lenientHeader() {
    return json(header, true);
  }

  /** The payload as 0.16 reads it. */
  Value lenientPayload() {
    return json(payload, true);
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether it is canonical base64url: no padding, no stray bits, nothing else in it. */
  private static boolean isBase64(String text) {
    try {
      return encode(Base64.getUrlDecoder().decode(text)).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Value json(String part, boolean lastWins) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      var text = decoder.decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(part))).toString();
      var read = lastWins ? Json.readLastWins(text) : Json.read(text);
      return read instanceof Json.Read.Good(var value) ? value : Value.NULL;
    } catch (CharacterCodingException e) {
      return Value.NULL;
    }
  }
}
