package dev.agentsafe.core;

import dev.agentsafe.core.run.RunId;
import java.util.Optional;

/** Takes care of runs that went wrong: calls them off, reads back what became of them. */
public final class CareDesk {
  /** No reason is longer, in characters. */
  public static final int LONGEST_REASON = HoldDesk.LONGEST_REASON;

  private final RunDesk runs;

  CareDesk(RunDesk runs) {
    this.runs = runs;
  }

  /**
   * Calls a run off; recorded before anything else happens. One that waits for its turn is not
   * executed. The executor of one that acts is interrupted; how it ends is what the executor then
   * knows, which may be nothing.
   *
   * @return why not; empty: it is on its way to its end
   */
  public Optional<String> callOff(RunId id, String by, String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      return Optional.of("Give a reason of at most " + LONGEST_REASON + " characters.");
    }
    return runs.callOff(id, by, reason);
  }

  /** What came of asking for a run to be read back. */
  public sealed interface ReadBack {
    /** It was looked at, and this was found and recorded. */
    record Looked(Reconciliation found) implements ReadBack {}

    /** It was not, and this is why. */
    record Refused(String why) implements ReadBack {}
  }

  /** Reads back what became of a run whose outcome nobody knows, and records it. */
  public ReadBack readBack(RunId id, String by) {
    var run = runs.find(id);
    if (run.isEmpty()) {
      return new ReadBack.Refused("There is no run `" + id + "`.");
    }
    return ReconcileDesk.objection(run.get())
        .<ReadBack>map(ReadBack.Refused::new)
        .orElseGet(() -> new ReadBack.Looked(runs.reconciling().look(run.get(), by)));
  }
}
