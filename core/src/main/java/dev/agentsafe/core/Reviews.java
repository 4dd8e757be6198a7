package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.OperatorId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The approvals that somebody gave alone and nobody has looked at yet: a fold; thread-safe. */
public final class Reviews {
  private final Map<String, Open> open = new LinkedHashMap<>();

  Reviews() {}

  /**
   * One that waits for a review.
   *
   * @param entry the entry of the break-glass
   * @param by who approved alone
   * @param due when a review is overdue
   */
  public record Open(ApprovalId request, String entry, OperatorId by, Due due, What what) {

    /** Whether nobody may approve alone any more until it was reviewed. */
    public boolean isOverdue(Instant now) {
      return !now.isBefore(due.due());
    }
  }

  /** When it was given, and when its review is overdue. */
  public record Due(Instant given, Instant due) {}

  /** What was approved, and why alone. */
  public record What(String action, String target, Caller caller, String reason) {}

  synchronized void accept(AuditEntry entry) {
    var id = entry.context().text("request_id").orElse("");
    if (entry.chain().type().equals(EntryType.BREAK_GLASS)) {
      open.put(
          id,
          new Open(
              new ApprovalId(id),
              entry.chain().eventId(),
              new OperatorId(entry.context().text("by").orElse("")),
              new Due(
                  Refold.when(entry.chain().timestamp()),
                  Refold.when(entry.context().text("review_due").orElse(""))),
              new What(
                  entry.subject().action(),
                  entry.subject().target(),
                  entry.caller(),
                  entry.ruling().reason())));
    } else if (entry.chain().type().equals(EntryType.BREAK_GLASS_REVIEWED)) {
      open.remove(id);
    }
  }

  /** Those that wait, oldest first. */
  synchronized List<Open> all() {
    return List.copyOf(open.values());
  }

  synchronized Optional<Open> find(ApprovalId id) {
    return Optional.ofNullable(open.get(id.value()));
  }

  /** The oldest whose review is overdue. */
  Optional<Open> overdue(Instant now) {
    return all().stream().filter(r -> r.isOverdue(now)).findFirst();
  }
}
