package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;

/**
 * An entry to be written; sequence, time of writing, log id and hashes are the journal's.
 *
 * @param eventId {@code evt-} and 12 hex digits
 */
public record EntryDraft(
    String eventId,
    EntryType type,
    AuditEntry.Subject subject,
    AuditEntry.Ruling ruling,
    Details details) {

  /**
   * The rest of a line.
   *
   * @param context details of the event type; absent writes null
   */
  public record Details(
      Value.Fields params, Optional<String> ticketId, Optional<Value.Fields> context) {}
}
