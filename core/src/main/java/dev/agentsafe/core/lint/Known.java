package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.identity.Operators;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What rules are held against.
 *
 * @param catalog the actions that load
 * @param doubtful names of actions that do not
 * @param inventory absent where not every target loads: one that does not may have any type or
 *     label
 */
record Known(
    Optional<Catalog> catalog,
    Set<String> doubtful,
    Optional<Inventory> inventory,
    Optional<Operators> operators) {

  private record Part(Action action) {
    boolean isLike(Action other) {
      return action.name().equals(other.name()) && action.scope().equals(other.scope());
    }
  }

  /** Whether a rule held against either comes out the same. */
  boolean isLike(Known other) {
    return doubtful.equals(other.doubtful)
        && operators.equals(other.operators)
        && targets().equals(other.targets())
        && actionsLike(other);
  }

  private Optional<List<?>> targets() {
    return inventory.map(Inventory::targets).map(List::copyOf);
  }

  private boolean actionsLike(Known other) {
    var mine = catalog.map(c -> List.copyOf(c.actions())).orElse(List.of());
    var its = other.catalog.map(c -> List.copyOf(c.actions())).orElse(List.of());
    if (catalog.isPresent() != other.catalog.isPresent() || mine.size() != its.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!new Part(mine.get(i)).isLike(its.get(i))) {
        return false;
      }
    }
    return true;
  }
}
