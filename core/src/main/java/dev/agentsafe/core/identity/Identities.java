package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.IdentityTokens.Delegated;
import dev.agentsafe.core.identity.IdentityTokens.Verified;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says who is behind a token, be it the workspace's own or that of an issuer that the workspace
 * trusts; thread-safe.
 */
public final class Identities {
  private final IdentityTokens ours;
  private final Map<String, ForeignTokens> foreign = new HashMap<>();

  /** Reads the workspace's own tokens and those of these issuers. */
  public Identities(IdentityTokens ours, List<ForeignIssuer> issuers) {
    this.ours = ours;
    issuers.forEach(i -> foreign.put(i.pinned().issuer(), new ForeignTokens(i, i.keys().source())));
  }

  /** Who is behind a token. */
  public Verified verify(String token, Instant now) {
    var parts = foreign.isEmpty() ? Optional.<CompactToken>empty() : CompactToken.split(token);
    if (parts.isPresent() && parts.get().strictPayload() instanceof Value.Fields payload) {
      // Not believed yet: it only says by whose keys the token is to be checked.
      var issuer = payload.text("iss").map(foreign::get);
      if (issuer.isPresent()) {
        return issuer.get().verify(parts.get(), payload, now);
      }
    }
    return switch (ours.verify(token, now)) {
      case Verified.Refused refused -> refused;
      case Verified.Known known ->
          objection(known.caller()).map(IdentityTokens::refused).orElse(known);
    };
  }

  /** Why nobody comes in with that, although we signed it; empty where one does. */
  private Optional<String> objection(Caller caller) {
    var delegation = caller.delegation();
    if (delegation.depth() > ours.maxDepth() || delegation.links().size() > ours.maxDepth()) {
      return Optional.of("its authority was handed on too often");
    }
    if (delegation.links().isEmpty() && isForeign(caller.id())) {
      return Optional.of("it names an agent of another issuer");
    }
    return ReservedIds.objection(caller.id());
  }

  /** Hands some of a parent's authority on, if both its token and the workspace allow it. */
  public Delegated delegate(String parentToken, Handover handover, Instant now) {
    var reserved = ReservedIds.objection(handover.child());
    return reserved.isPresent()
        ? new Delegated.Refused(
            "`" + handover.child() + "` cannot be given: " + reserved.get() + ".")
        : ours.delegate(verify(parentToken, now), handover, now);
  }

  /**
   * Hands on some of the authority of a caller whose token was looked at before.
   *
   * @param until when that token ends; no child outlives it
   */
  public Delegated delegate(Caller parent, Instant until, Handover handover, Instant now) {
    var objection = ReservedIds.objection(handover.child());
    return objection.isPresent()
        ? new Delegated.Refused(
            "`" + handover.child() + "` cannot be given: " + objection.get() + ".")
        : ours.delegate(new Verified.Known(parent, new Claims.Life(now, until)), handover, now);
  }

  private boolean isForeign(AgentId id) {
    return foreign.values().stream().anyMatch(f -> f.issuer().owns(id.value()));
  }
}
