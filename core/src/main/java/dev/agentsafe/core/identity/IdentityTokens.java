package dev.agentsafe.core.identity;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * The tokens by which agents prove who they are: issue, verify, delegate; thread-safe.
 *
 * <p>No reason it gives holds any part of a token.
 */
public final class IdentityTokens {
  /** No workspace lets authority be handed on more often. */
  public static final int DEEPEST = 5;

  private static final Jws.Kind KIND = new Jws.Kind("agent-identity+jwt", "agent-safe");
  private static final Pattern CHILD_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Config config;
  private final Jws jws;

  /**
   * Whose tokens these are and how they may be handed on.
   *
   * @param keys what signs and verifies
   */
  public record Config(String issuer, SharedKey.Pair keys, Handing handing) {

    /** The usual limits; a child's id is {@code parent/child} and nothing else. */
    public static Config of(String issuer, SharedKey.Pair keys) {
      return new Config(issuer, keys, Handing.USUAL);
    }
  }

  /**
   * How authority may be handed on.
   *
   * @param maxDepth how often, counted from the first agent; at most {@link #DEEPEST}
   * @param life how long what was handed on is good at most; absent: as long as the parent's
   * @param children ids, beside {@code parent/child}, that a parent may give: parent, then child
   */
  public record Handing(
      int maxDepth, Optional<Duration> life, BiPredicate<AgentId, AgentId> children) {
    /** The usual limits. */
    public static final Handing USUAL =
        new Handing(DEEPEST, Optional.empty(), (parent, child) -> false);

    public Handing {
      maxDepth = Math.min(maxDepth, DEEPEST);
    }
  }

  /** Tokens of one workspace. */
  public IdentityTokens(Config config) {
    this.config = config;
    jws = new Jws(config.keys());
  }

  /** What came of verifying a token. */
  public sealed interface Verified {
    /** It proves who the caller is. */
    record Known(Caller caller, Claims.Life life) implements Verified {}

    /**
     * It proves nothing.
     *
     * @param reason for the caller; holds nothing of the token
     */
    record Refused(String reason) implements Verified {}
  }

  /** What came of handing authority on. */
  public sealed interface Delegated {
    /** The child has a token. */
    record Issued(String token, Caller child, Instant expiresAt) implements Delegated {}

    /** It has not. */
    record Refused(String reason) implements Delegated {}
  }

  /** Whom a token names; whether somebody of that name may come in is for {@link Identities}. */
  public Verified verify(String token, Instant now) {
    return switch (jws.open(token, KIND, now)) {
      case Jws.Opened.Ours(var claims) -> verify(Claims.ours(claims), now);
      case Jws.Opened.Older(var claims) -> verify(Claims.older(claims), now);
      case Jws.Opened.Refused(var reason) -> refused(reason);
    };
  }

  private Verified verify(Claims claims, Instant now) {
    try {
      var life = claims.life(config.issuer(), now);
      return new Verified.Known(CallerClaims.read(claims), life);
    } catch (Claims.Unfit e) {
      return refused(e.reason());
    }
  }

  static Verified refused(String reason) {
    return new Verified.Refused("The identity token is refused: " + reason);
  }

  /**
   * A token for a caller, good for that long from now.
   *
   * @throws CoreException where its id is not one that an agent may have
   */
  public String issue(Caller caller, Duration life, Instant now) {
    ReservedIds.objection(caller.id())
        .ifPresent(why -> {
          throw new CoreException("`" + caller.id() + "` is no id of an agent: " + why + ".");
        });
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    return sign(caller, from, from.plus(life));
  }

  /**
   * A token for a caller as 0.16 issues and reads it.
   *
   * @throws dev.agentsafe.core.CoreException where the workspace has no shared key
   */
  public String issueOlder(Caller caller, Duration life, Instant now) {
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    return jws.signOlder(claims(caller, from, from.plus(life)));
  }

  /** Hands some of a parent's authority on, if both its token and the workspace allow it. */
  public Delegated delegate(String parentToken, Handover handover, Instant now) {
    return delegate(verify(parentToken, now), handover, now);
  }

  /** Hands on some of the authority of a parent whose token was looked at before. */
  Delegated delegate(Verified verified, Handover handover, Instant now) {
    return switch (verified) {
      case Verified.Refused(var reason) -> new Delegated.Refused(reason);
      case Verified.Known(var parent, var life) ->
          objection(parent, handover)
              .<Delegated>map(Delegated.Refused::new)
              .orElseGet(() -> handOn(parent, handover, life.expiresAt(), now));
    };
  }

  private Delegated handOn(Caller parent, Handover handover, Instant latest, Instant now) {
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    var until = latest.truncatedTo(ChronoUnit.SECONDS);
    for (var life : List.of(handover.life(), config.handing().life())) {
      if (life.isPresent() && life.get().compareTo(Duration.between(from, until)) < 0) {
        until = from.plus(life.get());
      }
    }
    var links = new ArrayList<>(parent.delegation().links());
    var at = now.truncatedTo(ChronoUnit.MICROS).toString();
    links.add(new Caller.Link(parent.id(), parent.name(), parent.grants(), at));
    var child =
        new Caller(
            handover.child(),
            handover.name(),
            handover.grants(),
            new Caller.Delegation(links, handover.grants().roles(), depth(parent) + 1));
    return new Delegated.Issued(sign(child, from, until), child, until);
  }

  /** Why that may not be handed on; empty where it may. */
  private Optional<String> objection(Caller parent, Handover handover) {
    if (depth(parent) >= config.handing().maxDepth()) {
      return Optional.of(
          "Authority was handed on %d times already; %d is the most here."
              .formatted(depth(parent), config.handing().maxDepth()));
    }
    var grants = handover.grants();
    var roles = beyond(grants.roles(), parent.grants().roles());
    var groups = beyond(grants.groups(), parent.grants().groups());
    if (!roles.isEmpty() || !groups.isEmpty()) {
      return Optional.of(
          "Only what `%s` holds can be handed on; it does not hold %s."
              .formatted(parent.id(), quoted(roles, groups)));
    }
    if (handover.life().filter(Duration::isNegative).isPresent()) {
      return Optional.of("A token cannot live for less than no time.");
    }
    if (!mayBeNamed(parent.id(), handover.child())) {
      return Optional.of(
          "`%s` may not hand on to `%s`: give an id such as `%s/worker`, or let the workspace allow"
                  .formatted(parent.id(), handover.child(), parent.id())
              + " this one.");
    }
    return Optional.empty();
  }

  private boolean mayBeNamed(AgentId parent, AgentId child) {
    var prefix = parent.value() + "/";
    var below =
        child.value().startsWith(prefix)
            && CHILD_NAME.matcher(child.value().substring(prefix.length())).matches();
    return below || config.handing().children().test(parent, child);
  }

  /** How often authority may be handed on. */
  int maxDepth() {
    return config.handing().maxDepth();
  }

  /** As its token states it; in ours it is the length of the chain. */
  private static int depth(Caller caller) {
    return caller.delegation().depth();
  }

  private static List<String> beyond(List<String> wanted, List<String> held) {
    var known = new HashSet<>(held);
    return wanted.stream().filter(w -> !known.contains(w)).distinct().toList();
  }

  private static String quoted(List<String> roles, List<String> groups) {
    var words = new ArrayList<String>();
    roles.forEach(r -> words.add("role `" + r + "`"));
    groups.forEach(g -> words.add("group `" + g + "`"));
    return String.join(", ", words);
  }

  private String sign(Caller caller, Instant from, Instant until) {
    return jws.sign(claims(caller, from, until).with("aud", Value.of(KIND.audience())), KIND);
  }

  private Value.Fields claims(Caller caller, Instant from, Instant until) {
    return CallerClaims.write(caller)
        .with("iss", Value.of(config.issuer()))
        .with("iat", Value.of(from.getEpochSecond()))
        .with("exp", Value.of(until.getEpochSecond()));
  }
}
