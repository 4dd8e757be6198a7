package dev.agentsafe.app.seat;

import dev.agentsafe.core.run.RunId;
import java.util.List;
import java.util.Optional;

/** What the operator can do about runs that go on, and about what they left open; thread-safe. */
public interface Reins {

  /**
   * Calls a run off: one that waits is not executed, one that acts is interrupted.
   *
   * @return why not; empty: it is on its way to its end
   */
  Optional<String> callOff(RunId id, String reason);

  /** The ports that runs left open, oldest first. */
  List<OpenPort> ports();

  /**
   * Closes the port that a run left open.
   *
   * @return why not; empty: it is closed
   */
  Optional<String> stop(RunId id, String reason);
}
