package dev.agentsafe.core.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.identity.TokenKeys;
import dev.agentsafe.core.ticket.TicketAuthority.Checked;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TicketAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00.7Z");
  private static final Ticket.Claims CLAIMS =
      new Ticket.Claims(
          "scale-deployment",
          "prod/é-\uD83D\uDE00",
          "deploy-bot",
          Value.EMPTY
              .with("replicas", Value.of(3))
              .with("ratio", Value.of(1.0))
              .with("big", new Value.Int(new java.math.BigInteger("123456789012345678901234")))
              .with(
                  "list", new Value.Items(List.of(Value.NULL, Value.of(true), Value.of("\u007f")))),
          "evt-0123456789ab");

  @TempDir private Path folder;
  private SigningKeys keys;

  @BeforeEach
  void setUp() {
    keys = SigningKeys.open(folder, NOW);
  }

  @Test
  void whatIsVerifiedIsWhatWasIssued() {
    var ticket = authority("agent-safe", Duration.ofMinutes(5)).issue(CLAIMS, NOW);
    assertThat(check(ticket.token(), NOW)).isEqualTo(new Checked.Good(ticket));
    assertThat(ticket.expiresAt()).isEqualTo(Instant.parse("2026-01-15T12:05:00Z"));
  }

  @Test
  void anExpiredTicketIsRefusedFromItsEndOn() {
    var ticket = authority("agent-safe", Duration.ofMinutes(5)).issue(CLAIMS, NOW);
    var end = ticket.expiresAt();
    assertThat(check(ticket.token(), end.minusMillis(1))).isInstanceOf(Checked.Good.class);
    assertThat(check(ticket.token(), end)).isInstanceOf(Checked.Refused.class);
    assertThat(check(ticket.token(), end.plus(Duration.ofDays(1))))
        .isInstanceOf(Checked.Refused.class);
    assertThat(check(ticket.token(), NOW.minus(Duration.ofDays(1))))
        .isInstanceOf(Checked.Refused.class);
  }

  @Test
  void noTicketLivesLongerThanTenMinutes() {
    var ticket = authority("agent-safe", Duration.ofDays(1)).issue(CLAIMS, NOW);
    assertThat(Duration.between(ticket.issuedAt(), ticket.expiresAt()))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aTicketOfAnotherIssuerOrAnotherWorkspaceIsRefused(@TempDir Path elsewhere) {
    var other = authority("somebody-else", Duration.ofMinutes(5)).issue(CLAIMS, NOW);
    assertThat(check(other.token(), NOW)).isInstanceOf(Checked.Refused.class);
    keys = SigningKeys.open(elsewhere, NOW);
    var foreign = authority("agent-safe", Duration.ofMinutes(5)).issue(CLAIMS, NOW);
    keys = SigningKeys.open(folder, NOW);
    assertThat(check(foreign.token(), NOW)).isInstanceOf(Checked.Refused.class);
  }

  @Test
  void aTicketOfAnOldKeyIsGoodUntilItsTimeIsOverAndTheNewKeySigns() {
    var live = TokenKeys.open(folder, NOW);
    var authority = authority(new SharedKey.Pair(live, Optional.empty()));
    var old = authority.issue(CLAIMS, NOW);
    var rotation = live.rotate(Duration.ofSeconds(60), NOW, change -> {});

    var fresh = authority.issue(CLAIMS, NOW);

    assertThat(kid(old)).isIn(rotation.retired());
    assertThat(kid(fresh)).isEqualTo(rotation.signs());
    assertThat(authority.verify(old.token(), NOW.plusSeconds(59))).isInstanceOf(Checked.Good.class);
    assertThat(authority.verify(old.token(), NOW.plusSeconds(60)))
        .isInstanceOfSatisfying(
            Checked.Refused.class, no -> assertThat(no.reason()).contains("was retired"));
    assertThat(authority.verify(fresh.token(), NOW.plusSeconds(60)))
        .isInstanceOf(Checked.Good.class);
  }

  private static String kid(Ticket ticket) {
    var header = ticket.token().substring(0, ticket.token().indexOf('.'));
    var json = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
    return ((Value.Fields) ((Json.Read.Good) Json.read(json)).value()).text("kid").orElseThrow();
  }

  @Test
  void noncesDoNotRepeat() {
    var authority = authority("agent-safe", Duration.ofMinutes(5));
    var nonces = new HashSet<String>();
    for (var i = 0; i < 200; i++) {
      nonces.add(authority.issue(CLAIMS, NOW).nonce());
    }
    assertThat(nonces).hasSize(200).allMatch(n -> n.matches("[0-9a-f]{32}"));
  }

  private Checked check(String token, Instant now) {
    return authority("agent-safe", Duration.ofMinutes(5)).verify(token, now);
  }

  private TicketAuthority authority(String issuer, Duration life) {
    return new TicketAuthority(
        new TicketAuthority.Config(
            issuer, new SharedKey.Pair(keys, Optional.empty()), life, new SecureRandom()));
  }

  private static TicketAuthority authority(SharedKey.Pair keys) {
    return new TicketAuthority(
        new TicketAuthority.Config("agent-safe", keys, Duration.ofMinutes(5), new SecureRandom()));
  }
}
