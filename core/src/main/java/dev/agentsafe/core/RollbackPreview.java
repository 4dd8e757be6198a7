package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.state.Drift;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import java.util.List;

/** What a roll-back would do if it were asked for now. */
public sealed interface RollbackPreview {

  /**
   * It can be asked for.
   *
   * @param rehearsal the inverse against live state
   * @param decision what the rules say of it
   */
  record Ready(RollbackPlan plan, Since since, Rehearsal.Outcome rehearsal, PolicyDecision decision)
      implements RollbackPreview {

    /** The state the original found, to which it goes back. */
    public Value.Fields before() {
      return since.before();
    }

    /** The state the original left. */
    public Value.Fields after() {
      return since.after();
    }
  }

  /**
   * What happened to the object around the original run and since.
   *
   * @param before the state the original found
   * @param after the state it left; a live state that differs from it is drift
   * @param live the state as it is; empty where it cannot be read
   * @param writers who wrote the object since, the latest first, where its API tells
   */
  record Since(Value.Fields before, Value.Fields after, Value.Fields live, List<Writer> writers) {
    public Since {
      writers = List.copyOf(writers);
    }

    /** The three states compared; no field where the live one could not be read. */
    public Drift drift() {
      return live.values().isEmpty() ? new Drift(List.of()) : Drift.between(before, after, live);
    }
  }

  /** It cannot be undone, and this is why. */
  record Impossible(String why) implements RollbackPreview {}
}
