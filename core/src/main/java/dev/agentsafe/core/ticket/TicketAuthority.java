package dev.agentsafe.core.ticket;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Claims;
import dev.agentsafe.core.identity.Jws;
import dev.agentsafe.core.identity.SharedKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Issues and verifies tickets; spending them is for {@link SpentTickets}; thread-safe.
 *
 * <p>No reason it gives holds any part of a token.
 */
public final class TicketAuthority {
  /** No ticket lives longer. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Jws.Kind KIND = new Jws.Kind("execution-ticket+jwt", "agent-safe-runner");
  private static final String TYPE = "execution-ticket";
  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
  private static final int NONCE_BYTES = 16;

  private final Config config;
  private final Jws jws;

  /**
   * Whose tickets these are.
   *
   * @param life how long a ticket is good; cut to {@link #LONGEST}
   * @param random where nonces come from
   */
  public record Config(String issuer, SharedKey.Pair keys, Duration life, SecureRandom random) {
    public Config {
      if (life.compareTo(LONGEST) > 0) {
        life = LONGEST;
      }
    }
  }

  /** Tickets of one workspace. */
  public TicketAuthority(Config config) {
    this.config = config;
    jws = new Jws(config.keys());
  }

  /** What came of verifying a ticket. */
  public sealed interface Checked {
    /** It is good, as far as it can be known without knowing whether it was spent. */
    record Good(Ticket ticket) implements Checked {}

    /**
     * It is worth nothing.
     *
     * @param reason for the one who presents it; holds nothing of the token
     */
    record Refused(String reason) implements Checked {}
  }

  /** Issues a ticket that is good from now on. */
  public Ticket issue(Ticket.Claims claims, Instant now) {
    return issue(claims, config.life(), now);
  }

  /** Issues a ticket that is good from now on, for that long, and no longer than any other. */
  public Ticket issue(Ticket.Claims claims, Duration life, Instant now) {
    var nonce = nonce();
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    var until = from.plus(life.compareTo(config.life()) < 0 ? life : config.life());
    var token =
        jws.sign(write(claims, nonce, from, until).with("aud", Value.of(KIND.audience())), KIND);
    return new Ticket(token, claims, nonce, from, until);
  }

  /**
   * Issues a ticket as 0.16 issues and reads it; our own runner does not take it.
   *
   * @throws dev.agentsafe.core.CoreException where the workspace has no shared key
   */
  public Ticket issueOlder(Ticket.Claims claims, Duration life, Instant now) {
    var nonce = nonce();
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    var until = from.plus(life);
    return new Ticket(jws.signOlder(write(claims, nonce, from, until)), claims, nonce, from, until);
  }

  /** Verifies a ticket that is to be redeemed here: of the current format, alive, for us. */
  public Checked verify(String token, Instant now) {
    return switch (jws.open(token, KIND, now)) {
      case Jws.Opened.Ours(var claims) -> verify(token, Claims.ours(claims), true, now);
      case Jws.Opened.Older _ ->
          refused("it is of the format of 0.16, which is good for nothing here");
      case Jws.Opened.Refused(var reason) -> refused(reason);
    };
  }

  /** Verifies a ticket that 0.16 issued with the shared key; it cannot be redeemed here. */
  public Checked verifyOlder(String token, Instant now) {
    return switch (jws.open(token, KIND, now)) {
      case Jws.Opened.Older(var claims) -> verify(token, Claims.older(claims), false, now);
      case Jws.Opened.Ours _ -> refused("it is of the current format, not of 0.16's");
      case Jws.Opened.Refused(var reason) -> refused(reason);
    };
  }

  private Checked verify(String token, Claims claims, boolean strict, Instant now) {
    try {
      if (!claims.text("type").equals(TYPE)) {
        return refused("it is not an execution ticket");
      }
      var life = claims.life(config.issuer(), now);
      var ticket =
          new Ticket(
              token,
              new Ticket.Claims(
                  claims.text("action"),
                  claims.text("target"),
                  claims.text("caller"),
                  claims.object("params"),
                  claims.text("audit_id")),
              claims.text("nonce"),
              life.issuedAt(),
              life.expiresAt());
      return strict ? strict(ticket) : new Checked.Good(ticket);
    } catch (Claims.Unfit e) {
      return refused(e.reason());
    }
  }

  private static Checked strict(Ticket ticket) {
    if (!NONCE.matcher(ticket.nonce()).matches()) {
      return refused("its nonce is not 32 hex digits");
    }
    if (Duration.between(ticket.issuedAt(), ticket.expiresAt()).compareTo(LONGEST) > 0) {
      return refused("it lives longer than a ticket may");
    }
    return new Checked.Good(ticket);
  }

  private static Checked refused(String reason) {
    return new Checked.Refused("The ticket is refused: " + reason);
  }

  /** What keeps a ticket from being used for that; empty where nothing does. */
  public static Optional<String> mismatch(
      Ticket ticket, Optional<String> action, Optional<String> target) {
    var claims = ticket.claims();
    if (action.filter(a -> !a.equals(claims.action())).isPresent()) {
      return Optional.of(
          "The ticket is for action `" + claims.action() + "`, not `" + action.get() + "`");
    }
    if (target.filter(t -> !t.equals(claims.target())).isPresent()) {
      return Optional.of(
          "The ticket is for target `" + claims.target() + "`, not `" + target.get() + "`");
    }
    return Optional.empty();
  }

  private Value.Fields write(Ticket.Claims claims, String nonce, Instant from, Instant until) {
    return Value.EMPTY
        .with("type", Value.of(TYPE))
        .with("action", Value.of(claims.action()))
        .with("target", Value.of(claims.target()))
        .with("caller", Value.of(claims.caller()))
        .with("params", claims.params())
        .with("audit_id", Value.of(claims.auditId()))
        .with("nonce", Value.of(nonce))
        .with("iss", Value.of(config.issuer()))
        .with("iat", Value.of(from.getEpochSecond()))
        .with("exp", Value.of(until.getEpochSecond()));
  }

  private String nonce() {
    var bytes = new byte[NONCE_BYTES];
    config.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
