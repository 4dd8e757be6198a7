package dev.agentsafe.core.state;

import dev.agentsafe.core.canonical.Value;
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

  /** Compares two states. */
  public static Diff between(Value.Fields before, Value.Fields after) {
    throw new UnsupportedOperationException("diff " + before + after);
  }
}
