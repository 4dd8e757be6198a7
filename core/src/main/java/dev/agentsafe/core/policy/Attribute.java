package dev.agentsafe.core.policy;

import dev.agentsafe.core.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What rules can select a caller by. */
enum Attribute {
  AGENT_IDS("callers.agent_ids") {
    @Override
    List<String> of(Caller caller) {
      return List.of(caller.id().value());
    }

    @Override
    Optional<Set<String>> wanted(Rule.Callers selector) {
      return selector.agentIds();
    }
  },
  ROLES("callers.roles") {
    @Override
    List<String> of(Caller caller) {
      return caller.grants().roles();
    }

    @Override
    Optional<Set<String>> wanted(Rule.Callers selector) {
      return selector.roles();
    }
  },
  GROUPS("callers.groups") {
    @Override
    List<String> of(Caller caller) {
      return caller.grants().groups();
    }

    @Override
    Optional<Set<String>> wanted(Rule.Callers selector) {
      return selector.groups();
    }
  },
  DELEGATED_FROM("callers.delegated_from") {
    @Override
    List<String> of(Caller caller) {
      return caller.delegation().links().stream().map(link -> link.id().value()).toList();
    }

    @Override
    Optional<Set<String>> wanted(Rule.Callers selector) {
      return selector.delegatedFrom();
    }
  };

  private final String key;

  Attribute(String key) {
    this.key = key;
  }

  /** The key in the file. */
  String key() {
    return key;
  }

  /** What the caller has of it. */
  abstract List<String> of(Caller caller);

  /** What the selector asks for of it. */
  abstract Optional<Set<String>> wanted(Rule.Callers selector);

  /** Whether the caller has one of these. */
  boolean anyIn(Caller caller, Set<String> values) {
    for (var value : of(caller)) {
      if (values.contains(value)) {
        return true;
      }
    }
    return false;
  }
}
