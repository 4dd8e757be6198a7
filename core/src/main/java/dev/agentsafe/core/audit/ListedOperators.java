package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.identity.Operators;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who was an operator at each point of a journal, with which roles, groups and keys: its own record
 * of the list, entry by entry. A journal that records none is held to the given list.
 */
final class ListedOperators {
  private final Operators known;
  private final Map<String, Value> listed = new HashMap<>();

  /** Nobody is recorded yet. */
  ListedOperators(Operators known) {
    this.known = known;
  }

  /** Takes an {@code operator_changed} entry. */
  void accept(AuditEntry entry) {
    entry
        .context()
        .text("operator")
        .ifPresent(id ->
            listed.put(Operators.folded(id), entry.context().get("listed").orElse(Value.NULL)));
  }

  /** That person as listed now; empty where they are not. */
  Optional<Operator> find(OperatorId id) {
    if (listed.isEmpty()) {
      return known.find(id).map(Operators.Member::operator);
    }
    return entry(id)
        .map(f -> new Operator(id, f.text("name").orElse(""), f.texts("roles"), f.texts("groups")));
  }

  /** Whether that key is listed as that person's now. */
  boolean holds(OperatorId id, OperatorKey key) {
    return listed.isEmpty()
        || entry(id).stream()
            .flatMap(f -> f.objects("keys").stream())
            .anyMatch(k -> k.textOrEmpty("public").equals(key.text()));
  }

  private Optional<Value.Fields> entry(OperatorId id) {
    return Optional.ofNullable(listed.get(Operators.folded(id.value())))
        .filter(Value.Fields.class::isInstance)
        .map(Value.Fields.class::cast);
  }
}
