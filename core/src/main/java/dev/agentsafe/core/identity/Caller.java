package dev.agentsafe.core.identity;

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
