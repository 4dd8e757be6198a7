package dev.agentsafe.app.display;

import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * One line of a diff, down to the member that differs.
 *
 * @param path members joined by dots
 * @param before empty: it was not there
 * @param after empty: it is not there any more
 */
public record Change(String path, Optional<Value> before, Optional<Value> after) {

  /** Whether both sides are the same. */
  public boolean same() {
    return before.equals(after);
  }

  /** Compares two states, members in the order given; lines that did not change included. */
  public static List<Change> between(Value.Fields before, Value.Fields after) {
    var changes = new ArrayList<Change>();
    collect(changes, "", before, after);
    return List.copyOf(changes);
  }

  private static void collect(
      List<Change> into, String prefix, Value.Fields before, Value.Fields after) {
    var names = new LinkedHashSet<>(before.values().keySet());
    names.addAll(after.values().keySet());
    for (var name : names) {
      var old = before.get(name);
      var now = after.get(name);
      var path = prefix + name;
      if (!old.equals(now)
          && old.orElse(Value.EMPTY) instanceof Value.Fields o
          && now.orElse(Value.EMPTY) instanceof Value.Fields n
          && !(o.values().isEmpty() && n.values().isEmpty())) {
        collect(into, path + ".", o, n);
      } else {
        into.add(new Change(path, old, now));
      }
    }
  }
}
