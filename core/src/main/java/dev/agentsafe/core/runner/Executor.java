package dev.agentsafe.core.runner;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import java.util.List;
import java.util.Optional;
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

  /** The state fields that the action declares, and the whole object for people who read. */
  default Seen look(Order order) {
    return new Seen(read(order), Optional.empty());
  }

  /** The action's named prechecks. */
  List<PrecheckResult> precheck(Order order);

  /**
   * Does it and waits until it holds or the deadline passes.
   *
   * @param progress takes lines for people while it goes on; safe to call from any thread
   */
  Effected execute(Order order, Permit permit, Consumer<String> progress);

  /**
   * The things that an order would write, named alike whatever target they are reached by, such as
   * {@code kubernetes prod deployment shop/web}: runs that have one in common follow one another.
   * Asks nobody; empty where the target says it all.
   */
  default Set<String> things(Order order) {
    return Set.of();
  }

  /**
   * Looks whether the effect of an order happened whose answer was lost; changes nothing.
   *
   * @param before the state that was found before the effect; empty where it is not known
   */
  default Readback readBack(Order order, Value.Fields before) {
    return new Readback.Open("The executor `" + name() + "` cannot tell; look at the target.");
  }

  /** Who wrote the object last, the latest first; empty where the API does not tell. */
  default List<Writer> writers(Order order) {
    return List.of();
  }

  /** How it does that action, for people; empty where it does not do it. */
  default Optional<Manual> manual(ActionName action) {
    return Optional.empty();
  }
}
