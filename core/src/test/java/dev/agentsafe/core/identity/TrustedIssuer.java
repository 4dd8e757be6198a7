package dev.agentsafe.core.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.agentsafe.core.egress.Peer;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenID provider on loopback, made with another library than the one that is tested: its key
 * set is served, its tokens are signed, and it can rotate, fail and lie.
 */
final class TrustedIssuer implements AutoCloseable {
  static final String AUDIENCE = "agent-safe";

  final AtomicInteger asked = new AtomicInteger();
  volatile int status = 200;
  volatile String answerInstead = "";

  private final List<JWK> keys = new ArrayList<>();

  private final Peer server =
      Peer.plain((request, out) -> {
        asked.incrementAndGet();
        var body = answerInstead.isEmpty() ? keySet() : answerInstead;
        out.write(Peer.answer(status + " Answer", body).getBytes(UTF_8));
      });

  String issuer() {
    return server.url("");
  }

  URI keysAt() {
    return URI.create(issuer() + "/keys");
  }

  synchronized String keySet() {
    return new JWKSet(List.copyOf(keys)).toString(true);
  }

  synchronized ECKey newEc(String kid) {
    try {
      var key = new ECKeyGenerator(Curve.P_256).keyID(kid).keyUse(KeyUse.SIGNATURE).generate();
      keys.add(key);
      return key;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized RSAKey newRsa(String kid) {
    try {
      var key = new RSAKeyGenerator(2048).keyID(kid).keyUse(KeyUse.SIGNATURE).generate();
      keys.add(key);
      return key;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized void drop(String kid) {
    keys.removeIf(k -> k.getKeyID().equals(kid));
  }

  /** The claims of a good token, which tests change. */
  Map<String, Object> claims(Instant now) {
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", issuer());
    claims.put("aud", AUDIENCE);
    claims.put("sub", "deploy-bot");
    claims.put("iat", now.getEpochSecond());
    claims.put("nbf", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 600);
    claims.put("roles", List.of("deployer", "admin"));
    return claims;
  }

  static String sign(JWK key, JWSAlgorithm algorithm, Map<String, Object> claims) {
    var header =
        new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).type(JOSEObjectType.JWT).build();
    return sign(key, header, claims);
  }

  static String sign(JWK key, JWSHeader header, Map<String, Object> claims) {
    try {
      JWSSigner signer =
          key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.toRSAKey());
      var token = new JWSObject(header, new Payload(claims));
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
