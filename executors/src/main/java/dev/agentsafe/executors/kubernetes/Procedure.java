package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one action is done on one kind of object; immutable, writes nothing itself.
 *
 * @param <T> what the object is
 */
non-sealed interface Procedure<T extends HasMetadata> extends Way<T> {

  /** Every state field it can tell. */
  Value.Fields fields(T live, Value.Fields params);

  /** Every state field it can tell of an object that is not there. */
  default Value.Fields fieldsOfNone(Value.Fields params) {
    return Value.EMPTY;
  }

  /** What is to be changed of the object that is there. */
  Change change(T live, Asked asked);

  /** What is to be done where the object is not there; empty: it has to be. */
  default Optional<Change> changeOfNone(Asked asked) {
    return Optional.empty();
  }

  /** What the answer to an action would be like. */
  sealed interface Change {
    /** What is sent, once. */
    sealed interface Write extends Change {
      /** What it does, for people who follow. */
      String words();
    }

    /** This, of the object that is there. */
    record Made(Edit edit, String words) implements Write {}

    /** A new object. */
    record Created(HasMetadata object, String words) implements Write {}

    /**
     * The object goes.
     *
     * @param grace how many seconds what runs in it has to end; empty: what the object says
     */
    record Deleted(OptionalLong grace, String words) implements Write {}

    /**
     * It already is so, or the action only reads.
     *
     * @param words a sentence
     * @param unmet what is said where it does not come to hold by itself
     */
    record None(String words, String unmet) implements Change {

      /** The same where what is there is what was asked for. */
      public None(String words) {
        this(words, "it does not hold");
      }
    }

    /** It cannot be made of this object. */
    record Impossible(String why) implements Change {}
  }

  /** What that named precheck finds; empty: it is one of those that all share. */
  default Optional<PrecheckResult> check(String name, Optional<T> live, Asked asked) {
    return Optional.empty();
  }

  /** What else would be touched, such as {@code pod web-1}. */
  default List<String> affected(Optional<T> live, Asked asked) {
    return List.of();
  }

  /** What people should know of it first, in sentences. */
  default List<String> notes(Optional<T> live, Asked asked) {
    return List.of();
  }

  /** The object after all controllers have done their part. */
  default T settled(T changed, Asked asked) {
    return changed;
  }

  /** Whether both are the same as far as this action is concerned. */
  boolean same(T one, T other, Value.Fields params);

  /**
   * How far the effect has come.
   *
   * @param taken the object as the cluster answered to the change; what was found where there was
   *     nothing to change
   */
  Standing standing(T live, T taken, Asked asked);

  /**
   * A digest of what the action writes, as that object has it, which the change leaves beside its
   * mark; empty: {@link #standing} tells by the parameters alone.
   */
  default Optional<String> imprint(T object) {
    return Optional.empty();
  }

  /** How far the effect has come where the object is not there, or another of its name is. */
  default Standing standingOfNone(Asked asked) {
    return new Standing.Broken("it is gone since");
  }

  /**
   * How far the effect has come where the object is not there any more.
   *
   * @param taken what went
   */
  default Standing standingAfter(T taken, Asked asked) {
    return standingOfNone(asked);
  }

  /** What the run answers. */
  default Value.Fields output(T live, Value.Fields params) {
    return fields(live, params);
  }

  /** What only the caller is to know of it; it is told once and recorded nowhere. */
  default Optional<Value.Fields> confidence(T live) {
    return Optional.empty();
  }
}
