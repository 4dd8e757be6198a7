package dev.agentsafe.core;

import dev.agentsafe.core.Governor.Identified;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.identity.Identities;
import dev.agentsafe.core.identity.IdentityTokens;

/**
 * Says who is behind an identity token; thread-safe.
 *
 * <p>Looking and recording are two steps, so that whoever is flooded with tokens that are not good
 * can look at each of them without writing down each refusal.
 */
public final class BearerDesk {
  private final Parts parts;
  private final Identities identities;

  BearerDesk(Parts parts, Identities identities) {
    this.parts = parts;
    this.identities = identities;
  }

  /** Who is behind a token, or why it is refused; records nothing. */
  public Identified look(String token) {
    return switch (identities.verify(token, parts.clock().instant())) {
      case IdentityTokens.Verified.Known(var caller, var life) ->
          Eligibility.isOperator(caller)
              ? new Identified.Refused(
                  "`" + caller.id() + "` is a person's; agents need an id of their own.")
              : new Identified.Known(caller, life.expiresAt());
      case IdentityTokens.Verified.Refused(var reason) -> new Identified.Refused(reason);
    };
  }

  /** Records that a token was refused. */
  public void record(Identified.Refused refused) {
    parts.record(parts.drafts().refusal("anonymous", "identity", refused.why()));
  }

  Identified identify(String token) {
    var identified = look(token);
    if (identified instanceof Identified.Refused refused) {
      record(refused);
    }
    return identified;
  }
}
