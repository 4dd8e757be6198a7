package dev.agentsafe.app.audit;

import dev.agentsafe.core.index.Row;
import java.util.Optional;

/**
 * One line of the log's list.
 *
 * @param rank its place among those that the query finds, the oldest being 0
 * @param row empty while it is being read
 */
public record LogLine(long rank, Optional<Row> row) {}
