package dev.agentsafe.core.identity;

import java.util.List;

/** A person who operates the console; thread-safe. */
public record Operator(OperatorId id, String name, List<String> roles, List<String> groups) {
  public Operator {
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
  }
}
