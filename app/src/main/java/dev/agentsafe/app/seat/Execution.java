package dev.agentsafe.app.seat;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as the screens show it; immutable.
 *
 * @param record empty while it runs
 * @param seen what came out of it
 */
public record Execution(
    RunId id, Question.Deed deed, Origin origin, Optional<RunRecord> record, Seen seen) {

  /**
   * Where it comes from.
   *
   * @param alone whether one person approved it alone, by break-glass
   */
  public record Origin(
      String caller,
      String auditId,
      Instant startedAt,
      Optional<String> rollbackOf,
      boolean alone) {}

  /** What came out of it: lines for people, and its entries. */
  public record Seen(List<String> output, List<AuditEntry> thread) {
    public Seen {
      output = List.copyOf(output);
      thread = List.copyOf(thread);
    }
  }

  /** Whether it has ended. */
  public boolean over() {
    return record.isPresent();
  }
}
