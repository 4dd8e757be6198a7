package dev.agentsafe.executors.order;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.state.Diff;
import java.util.LinkedHashMap;
import java.util.List;

/** The state fields that an action declares, of those that an executor can tell; stateless. */
public final class Declared {
  private Declared() {}

  /** Whether it declares any. */
  public static boolean any(Action action) {
    return !action.effects().stateFields().isEmpty();
  }

  /** Those of them that are there, in the order in which they are declared. */
  public static Value.Fields of(Action action, Value.Fields all) {
    var kept = new LinkedHashMap<String, Value>();
    for (var field : action.effects().stateFields()) {
      all.get(field.name()).ifPresent(value -> kept.put(field.name(), value));
    }
    return new Value.Fields(kept);
  }

  /** Whether what a decision hangs on is as it was; never where nothing of it was known. */
  public static boolean unchanged(Action action, Value.Fields before, Value.Fields now) {
    var decisive = action.effects().decisive();
    return !before.values().isEmpty()
        && Diff.between(only(decisive, before), only(decisive, of(action, now))).isEmpty();
  }

  private static Value.Fields only(List<String> names, Value.Fields all) {
    var kept = new LinkedHashMap<>(all.values());
    kept.keySet().retainAll(names);
    return new Value.Fields(kept);
  }

  /** What people are shown: the declared ones, or all where none is declared. */
  public static Value.Fields shown(Action action, Value.Fields all) {
    return any(action) ? of(action, all) : all;
  }
}
