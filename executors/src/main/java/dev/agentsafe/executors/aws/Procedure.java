package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * How one action is done on one kind of thing; immutable.
 *
 * <p>Calls throw what AWS's client throws.
 *
 * @param <T> what AWS says of the thing
 */
interface Procedure<T> {

  Thing thing();

  /** How it is done, for people. */
  Manual manual();

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

  /** Sends it, in one call. */
  Sent send(Services services, T live, Aim aim);

  /**
   * What came of a call that was answered.
   *
   * @param output what the API gives back, where that is the point of the action
   * @param doubt why it is not known to be done all the same
   */
  record Sent(Optional<Value> output, Optional<String> doubt) {
    /** Taken. */
    static final Sent NOTHING = new Sent(Optional.empty(), Optional.empty());

    /** Taken, with that answer. */
    static Sent with(Value output) {
      return new Sent(Optional.of(output), Optional.empty());
    }
  }

  /** How long the answer may take, within the deadline. */
  default Duration patience(T live, Duration usual) {
    return usual;
  }

  /** Whether the thing shows afterwards that it was done. */
  default boolean shows(Aim aim) {
    return true;
  }

  /** Whether the recorded state tells that this order changed nothing. */
  default boolean isRecorded(Aim aim) {
    return true;
  }

  /**
   * How far the effect has come.
   *
   * @param before what was there when it was sent; empty where that is not known
   * @param live what is there now; it may be gone
   */
  Standing standing(Optional<T> before, Optional<T> live, Aim aim);

  /**
   * All that AWS tells of the thing, for people who read; empty where that is no more than state.
   */
  default Optional<Value.Fields> whole(T live) {
    return live instanceof SdkPojo described ? Optional.of(Whole.of(described)) : Optional.empty();
  }

  /** Who else has a say in the thing, in words, as far as it tells itself. */
  default List<String> owners(T live) {
    return List.of();
  }

  /** Tags of the thing that have to be asked for. */
  default Map<String, String> tags(T live, Services services, Aim aim) {
    return Map.of();
  }

  /** One of the action's named checks; empty: it is not known here. */
  Optional<Check> check(String name, T live, Services services, Aim aim);

  /** What a check found. */
  record Check(boolean passed, String words) {}
}
