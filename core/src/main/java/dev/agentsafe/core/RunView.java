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
    return entry(EntryType.RECONCILIATION).flatMap(Reconciliation::of);
  }

  /** What it left open, where it did; whether that is still there. */
  public Optional<Opened> opened() {
    return entry(EntryType.FORWARD_OPENED)
        .map(e ->
            new Opened(
                e.context().text("address").orElse(""),
                e.context().text("leads_to").orElse(""),
                e.context().text("until").orElse(""),
                entry(EntryType.FORWARD_CLOSED).map(closed -> closed.ruling().reason())));
  }

  /**
   * A port of the console's machine that a run opened.
   *
   * @param until when it is closed at the latest, as it is recorded
   * @param closed why it is not there any more; empty: it is there
   */
  public record Opened(String address, String leadsTo, String until, Optional<String> closed) {}

  private Optional<AuditEntry> entry(EntryType type) {
    return thread.reversed().stream()
        .filter(e -> e.chain().type().equals(type))
        .filter(e -> e.context().text("run_id").equals(Optional.of(id.value())))
        .findFirst();
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
