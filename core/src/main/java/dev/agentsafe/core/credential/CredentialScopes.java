package dev.agentsafe.core.credential;

import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.ticket.Ticket;

/** Says which just-in-time credentials the holder of a ticket may be given; immutable. */
public final class CredentialScopes {
  private final Catalog catalog;

  /** Scopes of the actions of that catalogue. */
  public CredentialScopes(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What a ticket entitles to. */
  public sealed interface Entitled {
    /** Credentials of exactly that scope. */
    record To(CredentialScope scope) implements Entitled {}

    /** None, and this is why. */
    record Not(String why) implements Entitled {}
  }

  /** What that ticket, which was verified before, entitles to. */
  public Entitled of(Ticket.Claims ticket) {
    var action = catalog.find(new ActionName(ticket.action()));
    if (action.isEmpty()) {
      return new Entitled.Not("Action `" + ticket.action() + "` is not in the catalogue.");
    }
    var declared = action.get().scope().credentials();
    if (declared.isEmpty()) {
      return new Entitled.Not("Action `" + ticket.action() + "` declares no `credentials`.");
    }
    return switch (CredentialTemplate.fill(declared.get(), ticket.params())) {
      case CredentialTemplate.Filled.Complete(var scope) -> new Entitled.To(scope);
      case CredentialTemplate.Filled.Missing(var names) ->
          new Entitled.Not(
              "The credentials of `%s` need the parameters `%s`, which the ticket does not have."
                  .formatted(ticket.action(), String.join("`, `", names)));
    };
  }
}
