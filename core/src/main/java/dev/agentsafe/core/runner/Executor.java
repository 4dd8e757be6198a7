package dev.agentsafe.core.runner;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Acts on one kind of system and reads it.
 *
 * <p>Implementations are thread-safe, keep every deadline, never retry a write blindly and say
 * {@link Effected.InDoubt} where they cannot know. Reading throws nothing for an absent object: the
 * answer then lacks its fields.
 */
public interface Executor {

  /** Short and stable, such as {@code kubernetes}. */
  String name();

  /** The actions it can do. */
  Set<ActionName> actions();

  /** Whether it acts on targets bound like this one. */
  boolean reaches(Target target);

  /** What would change; changes nothing. */
  Rehearsal.Outcome rehearse(Order order);

  /** The state fields that the action declares, as they are now. */
  Value.Fields read(Order order);

  /** The action's named prechecks. */
  List<PrecheckResult> precheck(Order order);

  /**
   * Does it and waits until it holds or the deadline passes.
   *
   * @param progress takes lines for people while it goes on; safe to call from any thread
   */
  Effected execute(Order order, Permit permit, Consumer<String> progress);
}
