package dev.agentsafe.core.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who wrote parts of an object last, as far as its API tells.
 *
 * @param name as the API has it, such as a field manager
 * @param at when
 * @param parts paths of what it wrote, such as {@code spec.replicas}
 */
public record Writer(String name, Optional<Instant> at, List<String> parts) {
  public Writer {
    parts = List.copyOf(parts);
  }
}
