package dev.agentsafe.core.preview;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.catalog.Inventory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks a decision up in a journal; for one thread, used once. */
public final class RecordedRequest {
  private final HistoryReader reader;
  private final @Nullable Long seq;
  private final @Nullable String question;
  private boolean seen;

  /**
   * A search.
   *
   * @param inventory what is known now of targets, for entries that do not say
   * @param seq the decision's position in the journal, where it is known
   * @param question what people were asked about it, where that is known
   */
  public RecordedRequest(Inventory inventory, @Nullable Long seq, @Nullable String question) {
    reader = new HistoryReader(inventory);
    this.seq = seq;
    this.question = question;
  }

  /** What came of it. */
  public sealed interface Found {
    /** There it is. */
    record Here(RecordedDecision decision) implements Found {}

    /** It is there, and its record is not enough. */
    record Left(Obstacle why) implements Found {}

    /** There is no such decision. */
    record Nothing() implements Found {}
  }

  /** Looks at the next entry, and says whether it wants more. */
  public boolean wantsMore(AuditEntry entry) {
    seen = entry.chain().type().equals(EntryType.DECISION) && isMeant(entry);
    if (seen) {
      reader.accept(entry);
    }
    return !seen && (seq == null || entry.seq() < seq);
  }

  private boolean isMeant(AuditEntry entry) {
    return question == null
        ? Long.valueOf(entry.seq()).equals(seq)
        : entry.context().text("request_id").equals(Optional.of(question));
  }

  /** What was found. */
  public Found found() {
    var history = reader.history();
    if (!history.decisions().isEmpty()) {
      return new Found.Here(history.decisions().getFirst());
    }
    return history.left().keySet().stream()
        .findFirst()
        .<Found>map(Found.Left::new)
        .orElseGet(Found.Nothing::new);
  }
}
