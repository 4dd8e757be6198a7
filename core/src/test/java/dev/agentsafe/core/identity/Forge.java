package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.ticket.Ticket;
import dev.agentsafe.core.ticket.TicketAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A workspace's tokens, and what somebody who wants in could make of them. */
final class Forge {
  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  static final String SHARED = "an older installation's shared key, 32+ bytes";

  final SigningKeys keys;
  final IdentityTokens identities;
  final TicketAuthority tickets;

  Forge(Path folder, Optional<String> shared) {
    keys = SigningKeys.open(folder, NOW);
    var pair = new SharedKey.Pair(keys, shared.map(SharedKey::of));
    identities = new IdentityTokens(IdentityTokens.Config.of("agent-safe", pair));
    tickets =
        new TicketAuthority(
            new TicketAuthority.Config(
                "agent-safe", pair, Duration.ofMinutes(5), new SecureRandom()));
  }

  Ticket ticket() {
    return tickets.issue(
        new Ticket.Claims(
            "scale-deployment",
            "prod/api",
            "deploy-bot",
            Value.EMPTY.with("replicas", Value.of(3)),
            "evt-0123456789ab"),
        NOW);
  }

  String identity() {
    var caller =
        new Caller(
            new AgentId("deploy-bot"),
            "Deploy bot",
            new Caller.Grants(java.util.List.of("deployer"), java.util.List.of("web")),
            Caller.Delegation.NONE);
    return identities.issue(caller, Duration.ofHours(1), NOW);
  }

  boolean opensTicket(String token) {
    return tickets.verify(token, NOW) instanceof TicketAuthority.Checked.Good;
  }

  boolean opensIdentity(String token) {
    return identities.verify(token, NOW) instanceof IdentityTokens.Verified.Known;
  }

  /** What only the holder of the workspace's key can make: any header, any payload. */
  String signed(String header, String payload) {
    var first = encode(header);
    var second = encode(payload);
    var signature =
        keys.sign(
            first.getBytes(StandardCharsets.US_ASCII), second.getBytes(StandardCharsets.US_ASCII));
    return first + "." + second + "." + encode(signature);
  }

  String header(String typ) {
    return "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"}".formatted(keys.activeId(), typ);
  }

  static String hmac(String header, String payload, byte[] secret) throws Exception {
    var signed = encode(header) + "." + encode(payload);
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  static String part(String token, int index) {
    return token.split("\\.", -1)[index];
  }

  static String decoded(String token, int index) {
    return new String(bytes(token, index), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String token, int index) {
    return Base64.getUrlDecoder().decode(part(token, index));
  }

  static String with(String token, int index, String replacement) {
    var parts = token.split("\\.", -1);
    parts[index] = replacement;
    return String.join(".", parts);
  }

  /** The token with another text in the place of one of its parts. */
  static String with(String token, String part, String replacement) {
    return token.replace(part, replacement);
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
