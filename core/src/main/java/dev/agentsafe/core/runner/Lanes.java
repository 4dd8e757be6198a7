package dev.agentsafe.core.runner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Runs that have a thing in common follow one another, in the order in which they were lined up;
 * thread-safe.
 *
 * <p>A run stands in the lanes of all its things at once and goes when it is first in each. Lining
 * up is one step, so that two runs stand in the same order in every lane and never wait for each
 * other.
 */
final class Lanes {
  private final Map<String, Deque<Turn>> lanes = new HashMap<>();

  /** A place behind those that are there already; what writes nothing waits for nobody. */
  synchronized Turn lineUp(Set<String> things) {
    var turn = new Turn(this, things);
    things.forEach(thing -> lanes.computeIfAbsent(thing, t -> new ArrayDeque<>()).add(turn));
    callIfFirst(turn);
    return turn;
  }

  /** Makes room for those behind. */
  synchronized void leave(Turn turn) {
    for (var thing : turn.things()) {
      var lane = lanes.get(thing);
      if (lane == null || !lane.remove(turn)) {
        continue;
      }
      if (lane.isEmpty()) {
        lanes.remove(thing);
      } else {
        callIfFirst(lane.getFirst());
      }
    }
  }

  private void callIfFirst(Turn turn) {
    if (turn.things().stream().allMatch(thing -> isFirst(turn, thing))) {
      turn.call();
    }
  }

  private boolean isFirst(Turn turn, String thing) {
    var lane = lanes.get(thing);
    return lane != null && turn.equals(lane.peekFirst());
  }
}
