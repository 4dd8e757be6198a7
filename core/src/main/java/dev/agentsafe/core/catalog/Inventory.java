package dev.agentsafe.core.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets of a workspace, by id, in file order; immutable. */
public final class Inventory {
  private final Map<TargetId, Target> byId;

  /** An inventory of these targets; two of one id are a programming error. */
  public Inventory(List<Target> targets) {
    var map = LinkedHashMap.<TargetId, Target>newLinkedHashMap(targets.size());
    for (var target : targets) {
      if (map.put(target.id(), target) != null) {
        throw new IllegalArgumentException("two targets with id " + target.id());
      }
    }
    byId = Collections.unmodifiableMap(map);
  }

  /** The target of that id, if there is one. */
  public Optional<Target> find(TargetId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All targets in file order. */
  public Collection<Target> targets() {
    return byId.values();
  }
}
