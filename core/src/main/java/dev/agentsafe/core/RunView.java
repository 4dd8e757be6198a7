package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Diff;
import java.util.List;
import java.util.Optional;

/**
 * One execution as the console shows it.
 *
 * @param order what was asked and when it began
 * @param record empty while it runs
 * @param diff of the declared state fields; empty while it runs
 * @param output lines for people, in order
 * @param thread the journal entries of it, in order
 */
public record RunView(
    RunId id,
    Asked order,
    Optional<RunRecord> record,
    Optional<Diff> diff,
    List<String> output,
    List<AuditEntry> thread) {
  public RunView {
    output = List.copyOf(output);
    thread = List.copyOf(thread);
  }

  /** Whether one person approved it alone, in an emergency. */
  public boolean brokeGlass() {
    return thread.stream().anyMatch(e -> e.chain().type().equals(EntryType.BREAK_GLASS));
  }

  /** The last that was read back of it, where its outcome was not known. */
  public Optional<Reconciliation> reconciliation() {
    return thread.reversed().stream()
        .filter(e -> e.chain().type().equals(EntryType.RECONCILIATION))
        .filter(e -> e.context().text("run_id").equals(Optional.of(id.value())))
        .findFirst()
        .flatMap(Reconciliation::of);
  }

  /**
   * What was asked.
   *
   * @param rollbackOf the decision that this run undoes, where it is a roll-back
   */
  public record Asked(
      ActionRequest request,
      String auditId,
      java.time.Instant startedAt,
      Optional<String> rollbackOf) {}
}
