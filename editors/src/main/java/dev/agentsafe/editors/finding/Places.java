package dev.agentsafe.editors.finding;

import java.util.Arrays;
import java.util.OptionalInt;

/** Places of a text where something was found, in their order; immutable. */
public final class Places {
  /** None. */
  public static final Places NONE = new Places(new int[0], new int[0], 0);

  private final int[] from;
  private final int[] to;

  Places(int[] from, int[] to, int count) {
    this.from = Arrays.copyOf(from, count);
    this.to = Arrays.copyOf(to, count);
  }

  /** How many there are. */
  public int count() {
    return from.length;
  }

  /** Where one begins. */
  public int from(int index) {
    return from[index];
  }

  /** Just behind one; where it begins if nothing is in it. */
  public int to(int index) {
    return to[index];
  }

  /** The place that is exactly this stretch. */
  public OptionalInt at(int begin, int end) {
    int found = Arrays.binarySearch(from, begin);
    return found >= 0 && to[found] == end ? OptionalInt.of(found) : OptionalInt.empty();
  }

  /** The first that begins here or behind, or the first of all; nothing where there is none. */
  public OptionalInt next(int offset) {
    if (from.length == 0) {
      return OptionalInt.empty();
    }
    int found = first(offset);
    return OptionalInt.of(found == from.length ? 0 : found);
  }

  /** The last that begins before this, or the last of all; nothing where there is none. */
  public OptionalInt before(int offset) {
    if (from.length == 0) {
      return OptionalInt.empty();
    }
    int found = first(offset) - 1;
    return OptionalInt.of(found < 0 ? from.length - 1 : found);
  }

  /** The index of the first that begins here or behind; the count where there is none. */
  public int first(int offset) {
    int found = Arrays.binarySearch(from, offset);
    return found >= 0 ? found : -found - 1;
  }
}
