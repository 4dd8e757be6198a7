package dev.agentsafe.core.identity;

import com.auth0.jwt.algorithms.Algorithm;
import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Signs and opens compact JSON Web Signatures; thread-safe.
 *
 * <p>The key decides the algorithm, never the token: a known key id means ES256, and only a
 * workspace that has 0.16's shared key reads HS256. Headers that bring their own key are not looked
 * at. Nothing of a token is ever part of a message.
 */
public final class Jws {
  private static final Set<String> OUR_HEADER = Set.of("alg", "kid", "typ");
  private static final Value.Fields OLDER_HEADER =
      Value.EMPTY.with("alg", Value.of("HS256")).with("typ", Value.of("JWT"));

  private final TokenKeys keys;
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

  /** Checks signature and kind; times and claims are for the caller. */
  public Opened open(String token, Kind kind, Instant now) {
    var parts = CompactToken.split(token);
    if (parts.isEmpty()) {
      return new Opened.Refused("it is not a token: three base64url parts are expected");
    }
    if (!(parts.get().lenientHeader() instanceof Value.Fields header)) {
      return new Opened.Refused("its header is not a JSON object");
    }
    var named = header.text("kid").map(id -> keys.named(id, now));
    return switch (named.orElse(new TokenKeys.Named.Unknown())) {
      case TokenKeys.Named.Key(var key) -> ours(parts.get(), key, kind);
      case TokenKeys.Named.Retired() ->
          new Opened.Refused("the key that signed it was retired; ask for a new one");
      case TokenKeys.Named.Unknown() ->
          shared
              .map(algorithm -> older(parts.get(), header, algorithm))
              .orElseGet(() -> new Opened.Refused("it is not signed with a key of this workspace"));
    };
  }

  /** Signs claims with the newest key. */
  public String sign(Value.Fields claims, Kind kind) {
    // One reading: the id in the header is that of the key which signs, also while they change.
    var signing = keys.now();
    var header =
        Value.EMPTY
            .with("alg", Value.of("ES256"))
            .with("kid", Value.of(signing.activeId()))
            .with("typ", Value.of(kind.typ()));
    return token(header, claims, signing::sign);
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

  private Opened ours(CompactToken parts, ECPublicKey key, Kind kind) {
    if (!(parts.strictHeader() instanceof Value.Fields header)
        || !OUR_HEADER.equals(header.values().keySet())
        || !header.text("alg").equals(Optional.of("ES256"))) {
      return new Opened.Refused("its header is not one that this workspace writes");
    }
    if (!LowS.is(parts.signature())
        || !SignatureAlgorithm.ES256.verifies(key, parts.content(), parts.signature())) {
      return new Opened.Refused("its signature does not match");
    }
    if (!(parts.strictPayload() instanceof Value.Fields claims)) {
      return new Opened.Refused("its payload is not a JSON object");
    }
    if (!header.text("typ").equals(Optional.of(kind.typ()))
        || !claims.text("aud").equals(Optional.of(kind.audience()))) {
      return new Opened.Refused("it was issued for another use");
    }
    return new Opened.Ours(claims);
  }

  private static Opened older(CompactToken parts, Value.Fields header, Algorithm algorithm) {
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
    return parts.lenientPayload() instanceof Value.Fields claims
        ? new Opened.Older(claims)
        : new Opened.Refused("its payload is not a JSON object");
  }

  private interface Signer {
    byte[] sign(byte[] header, byte[] payload);
  }

  private static String token(Value.Fields header, Value.Fields claims, Signer signer) {
    var first = CompactToken.encode(CanonicalJson.bytes(header));
    var second = CompactToken.encode(CanonicalJson.bytes(claims));
    var signature =
        signer.sign(
            first.getBytes(StandardCharsets.US_ASCII), second.getBytes(StandardCharsets.US_ASCII));
    return first + "." + second + "." + CompactToken.encode(signature);
  }
}
