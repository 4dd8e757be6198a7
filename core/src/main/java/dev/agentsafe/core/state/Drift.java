package dev.agentsafe.core.state;

import dev.agentsafe.core.canonical.CodePoints;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How live state stands to what a run found and what it left: whether something else has been at
 * the object since.
 *
 * @param fields sorted by code point
 */
public record Drift(List<Field> fields) {
  public Drift {
    fields = List.copyOf(fields);
  }

  /** How one field stands. */
  public enum Standing {
    /** The run did not change it and nobody did since. */
    UNTOUCHED,
    /** It is as the run left it. */
    AS_LEFT,
    /** The run changed it, and it is again as before the run. */
    UNDONE,
    /** It is neither as the run left it nor as it was before. */
    DRIFTED
  }

  /**
   * One field in three states; empty where a state does not have it.
   *
   * @param before what the run found
   * @param after what it left
   * @param live what is there now
   */
  public record Field(
      String name,
      Optional<Value> before,
      Optional<Value> after,
      Optional<Value> live,
      Standing standing) {}

  /** Compares three states. */
  public static Drift between(Value.Fields before, Value.Fields after, Value.Fields live) {
    var names = new TreeSet<>(CodePoints.ORDER);
    names.addAll(before.values().keySet());
    names.addAll(after.values().keySet());
    names.addAll(live.values().keySet());
    var fields = new ArrayList<Field>();
    for (var name : names) {
      var found = before.get(name);
      var left = after.get(name);
      var now = live.get(name);
      fields.add(new Field(name, found, left, now, standing(found, left, now)));
    }
    return new Drift(fields);
  }

  private static Standing standing(
      Optional<Value> found, Optional<Value> left, Optional<Value> now) {
    if (same(left, now)) {
      return same(found, left) ? Standing.UNTOUCHED : Standing.AS_LEFT;
    }
    return same(found, now) ? Standing.UNDONE : Standing.DRIFTED;
  }

  private static boolean same(Optional<Value> a, Optional<Value> b) {
    return (a.isPresent() && b.isPresent())
        ? Meaning.same(a.get(), b.get())
        : a.isEmpty() && b.isEmpty();
  }

  /**
   * The fields that something else changed since the run: those that it is not safe to overwrite.
   */
  public List<Field> drifted() {
    return fields.stream().filter(f -> f.standing() == Standing.DRIFTED).toList();
  }

  /** Whether nothing is otherwise than the run left it. */
  public boolean isNone() {
    return fields.stream()
        .allMatch(f -> f.standing() == Standing.AS_LEFT || f.standing() == Standing.UNTOUCHED);
  }
}
