package dev.agentsafe.core.state;

import dev.agentsafe.core.canonical.Value;
import java.util.List;
import java.util.Optional;

/**
 * What would change, from live state; nothing was changed to find out.
 *
 * @param now declared state fields as they are
 * @param after declared state fields as they would be
 * @param affected objects that would change, such as {@code deployment shop/web}
 * @param prechecks what the named prechecks found
 * @param notes side effects and owners worth knowing, such as a GitOps owner
 */
public record Rehearsal(
    Value.Fields now,
    Value.Fields after,
    List<String> affected,
    List<PrecheckResult> prechecks,
    List<String> notes) {
  public Rehearsal {
    affected = List.copyOf(affected);
    prechecks = List.copyOf(prechecks);
    notes = List.copyOf(notes);
  }

  /** What came of asking for a rehearsal. */
  public sealed interface Outcome {
    /** It is being rehearsed; an entry tells when it is there. */
    record Gathering() implements Outcome {}

    /** It could be rehearsed. */
    record Done(Rehearsal rehearsal) implements Outcome {}

    /** It could not, and this is why. */
    record NotPossible(String why, Optional<String> hint) implements Outcome {}
  }
}
