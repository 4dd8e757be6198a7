package dev.agentsafe.core.identity;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Signs and opens compact JSON Web Signatures; immutable and thread-safe.
 *
 * <p>The key decides the algorithm, never the token: a known key id means ES256, and only a
 * workspace that has 0.16's shared key reads HS256. Headers that bring their own key are not looked
 * at. Nothing of a token is ever part of a message.
 */
public final class Jws {
  private static final int LONGEST = 64 * 1024;
  private static final Set<String> OUR_HEADER = Set.of("alg", "kid", "typ");
  private static final Value.Fields OLDER_HEADER =
      Value.EMPTY.with("alg", Value.of("HS256")).with("typ", Value.of("JWT"));

  private final SigningKeys keys;
  private final Optional<Algorithm> shared;

  /** Reads and signs with these keys, and where the workspace has one, 0.16's shared key. */
  public Jws(SharedKey.Pair config) {
    keys = config.keys();
    shared = config.shared().map(SharedKey::algorithm);
  }

  /**
   * What a token is for; no token of one kind passes as another.
   *
   * @param typ the header's
   * @param audience the {@code aud} claim
   */
  public record Kind(String typ, String audience) {}

  /** What came of opening a token. */
  public sealed interface Opened {
    /** One of our keys signed it as this kind. */
    record Ours(Value.Fields claims) implements Opened {}

    /** 0.16's shared key signed it; it has no kind. */
    record Older(Value.Fields claims) implements Opened {}

    /** Nobody we know signed it, or it is no such token. */
    record Refused(String reason) implements Opened {}
  }

  /** The three parts as texts that are known to be base64url. */
  private record Parts(String header, String payload, String signed) {
    private byte[] signature() {
      return Base64.getUrlDecoder().decode(signed);
    }
  }

  /** Checks signature and kind; times and claims are for the caller. */
  public Opened open(String token, Kind kind) {
    var parts = split(token);
    if (parts.isEmpty()) {
      return new Opened.Refused("it is not a token: three base64url parts are expected");
    }
    if (!(object(parts.get().header(), true) instanceof Value.Fields header)) {
      return new Opened.Refused("its header is not a JSON object");
    }
    var key = header.text("kid").flatMap(keys::publicKey);
    if (key.isPresent()) {
      return ours(token, parts.get(), key.get(), kind);
    }
    return shared
        .map(algorithm -> older(parts.get(), header, algorithm))
        .orElseGet(() -> new Opened.Refused("it is not signed with a key of this workspace"));
  }

  /** Signs claims with the newest key. */
  public String sign(Value.Fields claims, Kind kind) {
    var header =
        Value.EMPTY
            .with("alg", Value.of("ES256"))
            .with("kid", Value.of(keys.activeId()))
            .with("typ", Value.of(kind.typ()));
    return token(header, claims, keys::sign);
  }

  /**
   * Signs claims as 0.16 does.
   *
   * @throws CoreException where the workspace has no shared key
   */
  public String signOlder(Value.Fields claims) {
    var algorithm =
        shared.orElseThrow(() ->
            new CoreException(
                "A token of 0.16 needs the workspace's `signing_key`. Set it in"
                    + " agent-safe.yaml, or issue a token of the current format."));
    return token(OLDER_HEADER, claims, algorithm::sign);
  }

  private Opened ours(String token, Parts parts, ECPublicKey key, Kind kind) {
    if (!(object(parts.header(), false) instanceof Value.Fields header)
        || !OUR_HEADER.equals(header.values().keySet())
        || !header.text("alg").equals(Optional.of("ES256"))) {
      return new Opened.Refused("its header is not one that this workspace writes");
    }
    if (!LowS.is(parts.signature()) || !verifies(token, key)) {
      return new Opened.Refused("its signature does not match");
    }
    if (!(object(parts.payload(), false) instanceof Value.Fields claims)) {
      return new Opened.Refused("its payload is not a JSON object");
    }
    if (!header.text("typ").equals(Optional.of(kind.typ()))
        || !claims.text("aud").equals(Optional.of(kind.audience()))) {
      return new Opened.Refused("it was issued for another use");
    }
    return new Opened.Ours(claims);
  }

  private static boolean verifies(String token, ECPublicKey key) {
    try {
      Algorithm.ECDSA256(key, null).verify(JWT.decode(token));
      return true;
    } catch (JWTVerificationException e) {
      return false;
    }
  }

  private static Opened older(Parts parts, Value.Fields header, Algorithm algorithm) {
    if (!header.text("alg").equals(Optional.of("HS256"))
        || header.get("crit").isPresent()
        || header.get("b64").isPresent()) {
      return new Opened.Refused("its algorithm is not one that this workspace reads");
    }
    var expected =
        algorithm.sign(
            parts.header().getBytes(StandardCharsets.US_ASCII),
            parts.payload().getBytes(StandardCharsets.US_ASCII));
    if (!MessageDigest.isEqual(expected, parts.signature())) {
      return new Opened.Refused("its signature does not match");
    }
    return object(parts.payload(), true) instanceof Value.Fields claims
        ? new Opened.Older(claims)
        : new Opened.Refused("its payload is not a JSON object");
  }

  private interface Signer {
    byte[] sign(byte[] header, byte[] payload);
  }

  private static String token(Value.Fields header, Value.Fields claims, Signer signer) {
    var first = encode(CanonicalJson.bytes(header));
    var second = encode(CanonicalJson.bytes(claims));
    var signature =
        signer.sign(
            first.getBytes(StandardCharsets.US_ASCII), second.getBytes(StandardCharsets.US_ASCII));
    return first + "." + second + "." + encode(signature);
  }

  private static Optional<Parts> split(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    var one = token.indexOf('.');
    var two = token.indexOf('.', one + 1);
    if (one < 0 || two < 0 || token.indexOf('.', two + 1) >= 0) {
      return Optional.empty();
    }
    var parts =
        new Parts(token.substring(0, one), token.substring(one + 1, two), token.substring(two + 1));
    return isBase64(parts.header()) && isBase64(parts.payload()) && isBase64(parts.signed())
        ? Optional.of(parts)
        : Optional.empty();
  }

  /** Whether it is canonical base64url: no padding, no stray bits, nothing else in it. */
  private static boolean isBase64(String text) {
    try {
      return encode(Base64.getUrlDecoder().decode(text)).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Value object(String part, boolean lastWins) {
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
