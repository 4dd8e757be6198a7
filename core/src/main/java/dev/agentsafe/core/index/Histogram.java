package dev.agentsafe.core.index;

import java.time.Instant;
import java.util.List;

/**
 * How many entries of a query fall into each of equal parts of a time; immutable.
 *
 * @param from where the first part begins
 * @param to where the last one ends; later than {@code from} unless nothing was found
 * @param counts one for each part, oldest first
 */
public record Histogram(Instant from, Instant to, List<Long> counts) {
  public Histogram {
    counts = List.copyOf(counts);
  }
}
