package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.executors.order.Standing;
import java.util.List;
import java.util.Optional;

/**
 * How one action is done on one kind of thing; immutable.
 *
 * <p>Calls throw what AWS's client throws.
 *
 * @param <T> what AWS says of the thing
 */
interface Procedure<T> {

  Thing thing();

  /** Why these parameters cannot be used; empty: they can. */
  default Optional<String> objection(Aim aim) {
    return Optional.empty();
  }

  /** The thing as it is, if it is there. */
  Optional<T> find(Services services, Aim aim);

  /** Every state field it can tell. */
  Value.Fields fields(T live, Aim aim);

  /** What is to be changed. */
  Change change(T live, Aim aim);

  /** What the answer to an action would be like. */
  sealed interface Change {
    /**
     * This.
     *
     * @param words what is done, as a participle
     * @param after the state fields once it holds
     * @param notes side effects worth knowing
     */
    record Made(String words, Value.Fields after, List<String> notes) implements Change {
      public Made {
        notes = List.copyOf(notes);
      }
    }

    /** It already is so, and undoing it would leave it so. */
    record None(String words) implements Change {}

    /** It cannot be made of this thing. */
    record Impossible(String why) implements Change {}
  }

  /** Sends it, in one call; what the API gives back where that is the point of the action. */
  Optional<Value> send(Services services, T live, Aim aim);

  /** Whether the thing shows afterwards that it was done. */
  default boolean shows(Aim aim) {
    return true;
  }

  /**
   * How far the effect has come.
   *
   * @param before what was there when it was sent
   * @param live what is there now; it may be gone
   */
  Standing standing(T before, Optional<T> live, Aim aim);

  /** Who else has a say in the thing, in words. */
  default List<String> owners(T live) {
    return List.of();
  }

  /** One of the action's named checks; empty: it is not known here. */
  Optional<Check> check(String name, T live, Services services, Aim aim);

  /** What a check found. */
  record Check(boolean passed, String words) {}
}
