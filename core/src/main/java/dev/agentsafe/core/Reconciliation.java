package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What was read back of a run that nobody knew the outcome of; never a guess.
 *
 * @param words what was found, for people
 * @param by {@code automatic}, or who asked
 */
public record Reconciliation(Finding finding, String words, Instant at, String by) {
  /** Nobody asked. */
  public static final String AUTOMATIC = "automatic";

  /** What there is of the effect. */
  public enum Finding {
    /** All of it. */
    HAPPENED("happened"),
    /** Some of it, or all of it and it does not hold. */
    PARTLY("partly"),
    /** Nothing, and nothing can arrive any more. */
    DID_NOT_HAPPEN("did_not_happen"),
    /** It cannot be told. */
    OPEN("open");

    private final String label;

    Finding(String label) {
      this.label = label;
    }

    /** As the journal has it. */
    public String label() {
      return label;
    }

    /** Whether nothing more can be learned. */
    public boolean isFinal() {
      return this == HAPPENED || this == DID_NOT_HAPPEN;
    }
  }

  /** The one that an entry records; empty where it is none. */
  static Optional<Reconciliation> of(AuditEntry entry) {
    var context = entry.context();
    return Arrays.stream(Finding.values())
        .filter(f -> context.text("finding").equals(Optional.of(f.label())))
        .findFirst()
        .map(finding ->
            new Reconciliation(
                finding,
                entry.ruling().reason(),
                Refold.when(entry.chain().timestamp()),
                context.text("by").orElse("")));
  }

  /** What is known of a run now that this was found; one that is open stays unknown. */
  RunRecord applied(RunRecord record, Value.Fields now) {
    var seen = record.account();
    var account =
        new RunRecord.Account(
            seen.before(),
            now.values().isEmpty() ? seen.after() : now,
            seen.prechecks(),
            seen.durationMillis(),
            seen.executor());
    return switch (finding) {
      case HAPPENED -> new RunRecord.Succeeded(account, Value.NULL);
      case DID_NOT_HAPPEN -> new RunRecord.Failed(account, words);
      case PARTLY, OPEN -> new RunRecord.Unknown(account, words);
    };
  }

  /** The state that was read back. */
  static Value.Fields now(AuditEntry entry) {
    return Refold.fields(entry.context(), "after_state");
  }
}
