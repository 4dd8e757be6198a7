package dev.agentsafe.core.agent;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The agents that asked for decisions: a fold over the journal; thread-safe.
 *
 * <p>The {@value #KEPT} that asked last are kept; those before them are in the journal.
 */
public final class Agents {
  private static final int KEPT = 10_000;

  private final Map<String, Seen> seen =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > KEPT;
        }
      };

  /** Nobody has asked yet. */
  public Agents() {}

  /**
   * What is known of an agent.
   *
   * @param name for people; as it last gave it, may be empty
   * @param lastSeen time of its last decision, as the journal has it
   * @param onBehalfOf the agents that handed their authority on to it last, the original first
   */
  public record Seen(
      AgentId id, String name, String lastSeen, List<String> onBehalfOf, Tally decisions) {
    public Seen {
      onBehalfOf = List.copyOf(onBehalfOf);
    }

    /** It with its chain and without what it was granted. */
    public Caller caller() {
      var links =
          onBehalfOf.stream()
              .map(agent -> new Caller.Link(new AgentId(agent), "", Caller.Grants.NONE, ""))
              .toList();
      return new Caller(
          id, name, Caller.Grants.NONE, new Caller.Delegation(links, List.of(), links.size()));
    }
  }

  /** How many decisions of each kind an agent was given. */
  public record Tally(long allowed, long denied, long asked) {
    static final Tally NONE = new Tally(0, 0, 0);

    private Tally with(String decision) {
      if (decision.equals(Effect.ALLOW.label())) {
        return new Tally(allowed + 1, denied, asked);
      }
      return decision.equals(Effect.DENY.label())
          ? new Tally(allowed, denied + 1, asked)
          : new Tally(allowed, denied, asked + 1);
    }
  }

  /** Folds an entry of the journal. */
  public synchronized void accept(AuditEntry entry) {
    var caller = entry.subject().caller();
    if (!entry.chain().type().equals(EntryType.DECISION)
        || caller.startsWith(Eligibility.OPERATOR_PREFIX)) {
      return;
    }
    var earlier = seen.get(caller);
    var who =
        entry.context().get("caller").orElse(Value.NULL) instanceof Value.Fields fields
            ? fields
            : Value.EMPTY;
    seen.put(
        caller,
        new Seen(
            new AgentId(caller),
            who.text("agent_name").orElse(""),
            entry.chain().timestamp(),
            chain(who),
            (earlier == null ? Tally.NONE : earlier.decisions()).with(entry.ruling().decision())));
  }

  private static List<String> chain(Value.Fields who) {
    if (!(who.get("delegation_chain").orElse(Value.NULL) instanceof Value.Items(var items))) {
      return List.of();
    }
    return items.stream()
        .filter(Value.Text.class::isInstance)
        .map(t -> ((Value.Text) t).value())
        .toList();
  }

  /** Those that are kept, the one that asked last first. */
  public synchronized List<Seen> newestFirst() {
    return new ArrayList<>(seen.values()).reversed();
  }
}
