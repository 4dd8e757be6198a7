package dev.agentsafe.core.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The actions of a workspace, by name, in load order; immutable. */
public final class Catalog {
  private final Map<ActionName, Action> byName;

  /** A catalogue of these actions; two of one name are a programming error. */
  public Catalog(List<Action> actions) {
    var map = LinkedHashMap.<ActionName, Action>newLinkedHashMap(actions.size());
    for (var action : actions) {
      if (map.put(action.name(), action) != null) {
        throw new IllegalArgumentException("two actions named " + action.name());
      }
    }
    byName = Collections.unmodifiableMap(map);
  }

  /** The action of that name, if there is one. */
  public Optional<Action> find(ActionName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All actions in load order. */
  public Collection<Action> actions() {
    return byName.values();
  }
}
