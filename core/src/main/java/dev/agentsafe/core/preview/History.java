package dev.agentsafe.core.preview;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The decisions of a journal as far as they can be decided again; immutable.
 *
 * @param decisions in the order of the journal
 * @param left those that cannot be, counted by why; the 0-based positions of the first few
 */
public record History(List<RecordedDecision> decisions, Map<Obstacle, Left> left) {
  public History {
    decisions = List.copyOf(decisions);
    var sorted = new EnumMap<Obstacle, Left>(Obstacle.class);
    sorted.putAll(left);
    left = Collections.unmodifiableMap(sorted);
  }

  /** So many, the first of them at these positions. */
  public record Left(long count, List<Long> first) {
    public Left {
      first = List.copyOf(first);
    }
  }

  /** How many decisions rest on what the inventory says now of their target. */
  public long assumed() {
    return decisions.stream().filter(d -> d.outcome().assumed()).count();
  }
}
