package dev.agentsafe.core.lint;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of requests, as one set of values for each thing that rules look at; immutable.
 *
 * @param standing sets over the small dimensions, one bit for each value, by {@link Region}
 * @param minutes of the week, Monday first
 * @param texts sets by name of a dimension; absent: any
 */
record Box(Names actions, List<Integer> standing, BitSet minutes, Map<String, Words> texts) {

  boolean isEmpty() {
    return standing.contains(0)
        || minutes.isEmpty()
        || texts.values().stream().anyMatch(Words::isEmpty)
        || actions.isEmpty();
  }

  /** Whether they may have a request in common; where not, they have none. */
  boolean meets(Box other) {
    for (int i = 0; i < standing.size(); i++) {
      if ((standing.get(i) & other.standing.get(i)) == 0) {
        return false;
      }
    }
    for (var entry : other.texts.entrySet()) {
      if (!text(entry.getKey()).meets(entry.getValue())) {
        return false;
      }
    }
    return minutes.intersects(other.minutes) && actions.meets(other.actions);
  }

  /**
   * Boxes that together hold what is in this one and not in that one: for each dimension what lies
   * outside of that one there, and inside of it in the dimensions before.
   */
  List<Box> minus(Box other) {
    if (!meets(other)) {
      return List.of(this);
    }
    var left = new ArrayList<Box>();
    var inside = this;
    for (int i = 0; i < standing.size(); i++) {
      int rest = standing.get(i) & ~other.standing.get(i);
      if (rest != 0) {
        left.add(inside.withStanding(i, rest));
        inside = inside.withStanding(i, standing.get(i) & other.standing.get(i));
      }
    }
    for (var entry : other.texts.entrySet()) {
      var mine = text(entry.getKey());
      var rest = mine.minus(entry.getValue());
      if (!rest.isEmpty()) {
        left.add(inside.withText(entry.getKey(), rest));
        inside = inside.withText(entry.getKey(), mine.minus(rest));
      }
    }
    // Most rules hold all week: a week is copied only where it is cut.
    if (!minutes.equals(other.minutes)) {
      var times = (BitSet) minutes.clone();
      times.andNot(other.minutes);
      if (!times.isEmpty()) {
        left.add(new Box(actions, inside.standing, times, inside.texts));
        var both = (BitSet) minutes.clone();
        both.and(other.minutes);
        inside = new Box(actions, inside.standing, both, inside.texts);
      }
    }
    var names = actions.minus(other.actions);
    if (!names.isEmpty()) {
      left.add(new Box(names, inside.standing, inside.minutes, inside.texts));
    }
    return left;
  }

  private Box withStanding(int index, int bits) {
    var values = new ArrayList<>(standing);
    values.set(index, bits);
    return new Box(actions, List.copyOf(values), minutes, texts);
  }

  private Box withText(String name, Words words) {
    var values = new HashMap<>(texts);
    values.put(name, words);
    return new Box(actions, standing, minutes, values);
  }

  private Words text(String name) {
    return texts.getOrDefault(name, Words.ALL);
  }
}
