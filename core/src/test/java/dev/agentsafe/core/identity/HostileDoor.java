package dev.agentsafe.core.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.agentsafe.core.identity.IdentityTokens.Verified;
import dev.agentsafe.core.ticket.TicketAuthority;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import java.util.function.Function;

/**
 * One place that takes tokens, a token that it takes, and what only the holder of its key can do.
 *
 * @param refusal the reason why a token is refused; empty where it is taken
 * @param signer signs as the genuine issuer would
 */
record HostileDoor(
    String name,
    String genuine,
    Function<String, String> refusal,
    Function<byte[], byte[]> signer,
    Genuine key) {

  /** The public half of what signs. */
  record Genuine(PublicKey key, String kid, String algorithm) {}

  boolean takes(String token) {
    return refusal.apply(token).isEmpty();
  }

  String header() {
    return Forge.decoded(genuine, 0);
  }

  String payload() {
    return Forge.decoded(genuine, 1);
  }

  boolean isForeign() {
    return name.startsWith("foreign");
  }

  /** What the genuine issuer would have signed had it wanted to. */
  String signed(String header, String payload) {
    return signed(header.getBytes(java.nio.charset.StandardCharsets.UTF_8), payload);
  }

  String signed(byte[] header, String payload) {
    return signed(header, payload.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  String signed(byte[] header, byte[] payload) {
    var content = Forge.encode(header) + "." + Forge.encode(payload);
    return content + "." + Forge.encode(signer.apply(content.getBytes(US_ASCII)));
  }

  static HostileDoor tickets(Forge forge) {
    return new HostileDoor(
        "tickets",
        forge.ticket().token(),
        token ->
            forge.tickets.verify(token, Forge.NOW) instanceof TicketAuthority.Checked.Refused(var r)
                ? r
                : "",
        content -> sign(forge, content),
        ours(forge));
  }

  static HostileDoor identities(Forge forge, Identities identities) {
    return new HostileDoor(
        "identities",
        forge.identity(),
        token -> refusal(identities, token),
        content -> sign(forge, content),
        ours(forge));
  }

  /** What an agent was handed on by another one. */
  static HostileDoor delegated(Forge forge, Identities identities) {
    var handover =
        new Handover(
            new AgentId("deploy-bot/canary"),
            "Canary",
            new Caller.Grants(java.util.List.of("deployer"), java.util.List.of()),
            java.util.Optional.of(java.time.Duration.ofMinutes(10)));
    var issued =
        (IdentityTokens.Delegated.Issued)
            identities.delegate(forge.identity(), handover, Forge.NOW);
    return new HostileDoor(
        "identities",
        issued.token(),
        token -> refusal(identities, token),
        content -> sign(forge, content),
        ours(forge));
  }

  /** What a key signed that was retired meanwhile, at some time. */
  static HostileDoor retired(Forge forge, Identities reading, java.time.Instant at) {
    return new HostileDoor(
        "identities",
        forge.identity(),
        token -> reading.verify(token, at) instanceof Verified.Refused(var reason) ? reason : "",
        content -> sign(forge, content),
        ours(forge));
  }

  static HostileDoor foreignEc(TrustedIssuer provider, Identities identities) {
    var key = provider.newEc("ec-1");
    return foreign(
        provider,
        identities,
        "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"typ\":\"JWT\"}",
        content -> sign(key, content),
        publicKey(key));
  }

  static HostileDoor foreignRsa(TrustedIssuer provider, Identities identities) {
    var key = provider.newRsa("rsa-1");
    return foreign(
        provider,
        identities,
        "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"at+jwt\"}",
        content -> sign(key, content),
        publicKey(key));
  }

  private static HostileDoor foreign(
      TrustedIssuer provider,
      Identities identities,
      String header,
      Function<byte[], byte[]> signer,
      Genuine key) {
    var now = Forge.NOW.getEpochSecond();
    var payload =
        "{\"iss\": \"%s\", \"aud\": \"agent-safe\", \"sub\": \"deploy-bot\", \"roles\": [\"deployer\"], \"iat\": %d, \"nbf\": %d, \"exp\": %d}"
            .formatted(provider.issuer(), now, now, now + 600);
    var content = Forge.encode(header) + "." + Forge.encode(payload);
    var token = content + "." + Forge.encode(signer.apply(content.getBytes(US_ASCII)));
    return new HostileDoor(
        "foreign " + key.algorithm(), token, t -> refusal(identities, t), signer, key);
  }

  private static String refusal(Identities identities, String token) {
    return identities.verify(token, Forge.NOW) instanceof Verified.Refused(var reason)
        ? reason
        : "";
  }

  private static Genuine ours(Forge forge) {
    var kid = forge.keys.activeId();
    return new Genuine(forge.keys.publicKey(kid, Forge.NOW).orElseThrow(), kid, "ES256");
  }

  private static Genuine publicKey(ECKey key) {
    try {
      return new Genuine(key.toECPublicKey(), key.getKeyID(), "ES256");
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Genuine publicKey(RSAKey key) {
    try {
      return new Genuine(key.toRSAPublicKey(), key.getKeyID(), "RS256");
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sign(Forge forge, byte[] content) {
    var dot = new String(content, US_ASCII).indexOf('.');
    return forge.keys.sign(
        java.util.Arrays.copyOf(content, dot),
        java.util.Arrays.copyOfRange(content, dot + 1, content.length));
  }

  private static byte[] sign(ECKey key, byte[] content) {
    try {
      return sign(key.toPrivateKey(), "SHA256withECDSAinP1363Format", content);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sign(RSAKey key, byte[] content) {
    try {
      return sign(key.toPrivateKey(), "SHA256withRSA", content);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sign(PrivateKey key, String algorithm, byte[] content) {
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(content);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The claims that the door reads as texts, with what they say. */
  Map<String, String> texts() {
    return switch (name) {
      case "tickets" -> Map.of("type", "x", "action", "x", "caller", "x", "nonce", "x");
      case "identities" -> Map.of("agent_id", "operator/anna", "agent_name", "x");
      default -> Map.of("sub", "admin");
    };
  }
}
