package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Seen;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One order with the cluster that it is for. */
sealed interface Doing permits Operation, Undertaking {

  /** Whether the object belongs to what the target is; empty: it does. */
  Optional<String> objection();

  /** What would change; changes nothing. */
  Rehearsal.Outcome rehearse();

  /** The state fields that the action declares, as they are. */
  Value.Fields read();

  /** The same, and the whole object for people who read. */
  Seen look();

  /** The action's named prechecks. */
  List<PrecheckResult> precheck();

  /**
   * Does it, then looks until it holds.
   *
   * @throws dev.agentsafe.executors.ExecutorException where nothing was sent
   */
  Effected execute(Permit permit, Consumer<String> progress);

  /** Whether it happened, where the answer was lost. */
  Readback happened(Value.Fields before);

  /** Who wrote the object, the latest first. */
  List<Writer> writers();
}
