package dev.agentsafe.core;

import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Handover;
import dev.agentsafe.core.identity.Identities;
import dev.agentsafe.core.identity.IdentityTokens;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * Lets an agent hand some of its authority on to another one, and records it; thread-safe.
 *
 * <p>The token of the child is in no entry. What a child named below its parent does counts for the
 * limits of the agent that the chain begins with.
 */
public final class HandoverDesk {
  private final Parts parts;
  private final Identities identities;

  HandoverDesk(Parts parts, Identities identities) {
    this.parts = parts;
    this.identities = identities;
  }

  /** What came of handing authority on. */
  public sealed interface Handed {
    /** The child has a token. */
    record Issued(String token, Caller child, Instant expiresAt) implements Handed {
      @Override
      public String toString() {
        return "a token for " + child.id();
      }
    }

    /** It has none. */
    record Refused(String why) implements Handed {}
  }

  /**
   * Hands on what the parent holds and the workspace allows.
   *
   * @param until when the parent's own token ends; no child outlives it
   */
  public Handed handOn(Caller parent, Instant until, Handover handover) {
    return parts
        .holds()
        .steady(() -> {
          var hold = parts.holds().on(parent);
          return hold.isPresent()
              ? refused(parent, hold.get().words())
              : switch (identities.delegate(parent, until, handover, parts.clock().instant())) {
                case IdentityTokens.Delegated.Refused(var why) -> refused(parent, why);
                case IdentityTokens.Delegated.Issued(var token, var child, var end) -> {
                  record(parent, child, end);
                  yield new Handed.Issued(token, child, end);
                }
              };
        });
  }

  private Handed refused(Caller parent, String why) {
    // It may quote what the agent gave.
    var said = parts.drafts().secrets().clean(why);
    parts.record(parts.drafts().refusal(parent.id().value(), "delegation", said));
    return new Handed.Refused(said);
  }

  private void record(Caller parent, Caller child, Instant end) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("child", Value.of(child.id().value()));
    fields.put("child_caller", Drafts.caller(child));
    fields.put("depth", Value.of(child.delegation().depth()));
    fields.put("expires_at", Value.of(end.toString()));
    parts.record(
        parts
            .drafts()
            .aside(
                EntryType.DELEGATION,
                parent.id().value(),
                new Drafts.Words("", "Authority was handed on."),
                fields));
  }
}
