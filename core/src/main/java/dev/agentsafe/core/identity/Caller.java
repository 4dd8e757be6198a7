package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Value;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Who asks for an action.
 *
 * @param name for people; may be empty
 * @param grants roles and groups it holds
 * @param delegation on whose behalf it acts
 */
public record Caller(AgentId id, String name, Grants grants, Delegation delegation) {

  /** Stands in records for a request that carries no identity; rules never see it. */
  public static final Caller ANONYMOUS = of(AgentId.ANONYMOUS);

  /** A caller known by its id alone. */
  public static Caller of(AgentId id) {
    return new Caller(id, "", Grants.NONE, Delegation.NONE);
  }

  /**
   * What the journal keeps of the way authority came to this caller; empty where nothing was
   * delegated.
   */
  public Value.Fields context() {
    if (delegation.depth() <= 0) {
      return Value.EMPTY;
    }
    var links = delegation.links();
    var context = new LinkedHashMap<String, Value>();
    context.put("delegation_depth", Value.of(delegation.depth()));
    context.put("delegation_chain", new Value.Items(links.stream().map(Caller::entry).toList()));
    context.put("delegated_roles", Value.texts(delegation.roles()));
    var original = links.isEmpty() ? id : links.getFirst().id();
    context.put("original_caller", Value.of(original.value()));
    return new Value.Fields(context);
  }

  /**
   * The agent whose limits it counts for: the one that the chain begins with where its id was made
   * below that one's ({@code deploy-bot/canary}), otherwise itself, as in 0.16.
   */
  public AgentId account() {
    return delegation.links().stream()
        .limit(1)
        .map(Link::id)
        .filter(first -> isBelow(id.value(), first.value()))
        .findFirst()
        .orElse(id);
  }

  /** Whether an id was made below that of the agent that handed on to it. */
  public static boolean isBelow(String id, String original) {
    return id.startsWith(original + "/");
  }

  private static Value entry(Link link) {
    return Value.EMPTY
        .with("agent_id", Value.of(link.id().value()))
        .with("agent_name", Value.of(link.name()));
  }

  /** Roles and groups, in the order given. */
  public record Grants(List<String> roles, List<String> groups) {
    /** No roles, no groups. */
    public static final Grants NONE = new Grants(List.of(), List.of());

    public Grants {
      roles = List.copyOf(roles);
      groups = List.copyOf(groups);
    }
  }

  /**
   * The chain of agents that handed their authority on, the original first.
   *
   * @param roles what was handed on
   * @param depth as the token states it; 0 where nothing was delegated
   */
  public record Delegation(List<Link> links, List<String> roles, int depth) {
    /** Nothing was delegated. */
    public static final Delegation NONE = new Delegation(List.of(), List.of(), 0);

    public Delegation {
      links = List.copyOf(links);
      roles = List.copyOf(roles);
    }
  }

  /**
   * One agent of a delegation chain.
   *
   * @param delegatedAt ISO 8601 as the token gives it
   */
  public record Link(AgentId id, String name, Grants grants, String delegatedAt) {}
}
