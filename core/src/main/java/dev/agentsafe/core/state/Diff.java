package dev.agentsafe.core.state;

import dev.agentsafe.core.canonical.CodePoints;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What differs between two states at the top level; maps are sorted by code point.
 *
 * @param unchanged names of fields that mean the same in both
 */
public record Diff(
    SortedMap<String, Value> added,
    SortedMap<String, Value> removed,
    SortedMap<String, Changed> changed,
    List<String> unchanged) {
  public Diff {
    added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
    removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
    unchanged = List.copyOf(unchanged);
  }

  /** A field that has another value. */
  public record Changed(Value before, Value after) {}

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  /**
   * Compares two states; {@code 1} and {@code 1.0} mean the same, {@code 1} and {@code true} do
   * not, and the order of members means nothing.
   */
  public static Diff between(Value.Fields before, Value.Fields after) {
    var added = new TreeMap<String, Value>(CodePoints.ORDER);
    var removed = new TreeMap<String, Value>(CodePoints.ORDER);
    var changed = new TreeMap<String, Changed>(CodePoints.ORDER);
    var unchanged = new ArrayList<String>();
    after
        .values()
        .forEach((name, value) -> {
          if (before.get(name).isEmpty()) {
            added.put(name, value);
          }
        });
    before
        .values()
        .forEach((name, old) ->
            after
                .get(name)
                .ifPresentOrElse(
                    now -> {
                      if (Meaning.same(old, now)) {
                        unchanged.add(name);
                      } else {
                        changed.put(name, new Changed(old, now));
                      }
                    },
                    () -> removed.put(name, old)));
    unchanged.sort(CodePoints.ORDER);
    return new Diff(added, removed, changed, unchanged);
  }
}
