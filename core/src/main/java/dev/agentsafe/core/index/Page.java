package dev.agentsafe.core.index;

import java.util.List;
import java.util.OptionalLong;

/**
 * Rows of a query, newest first.
 *
 * @param older what to ask the next page with; empty where this is the last one
 */
public record Page(List<Row> rows, OptionalLong older) {
  public Page {
    rows = List.copyOf(rows);
  }
}
