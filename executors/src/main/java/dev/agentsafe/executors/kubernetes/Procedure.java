package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Optional;

/**
 * How one action is done on one kind of object; immutable, without any call of its own.
 *
 * @param <T> what the object is
 */
interface Procedure<T extends HasMetadata> {

  /** How it is done, for people. */
  Manual manual();

  Kind kind();

  Class<T> type();

  /** Why these parameters cannot be used; empty: they can. */
  default Optional<String> objection(Value.Fields params) {
    return Optional.empty();
  }

  /** Every state field it can tell. */
  Value.Fields fields(T live, Value.Fields params);

  /** What is to be changed; empty: nothing is. */
  Change change(T live, Value.Fields params, Instant now);

  /** What the answer to an action would be like. */
  sealed interface Change {
    /** This. */
    record Made(Edit edit, String words) implements Change {}

    /** It already is so, or the action only reads. */
    record None(String words) implements Change {}

    /** It cannot be made of this object. */
    record Impossible(String why) implements Change {}
  }

  /** The object after all controllers have done their part. */
  default T settled(T changed) {
    return changed;
  }

  /** Whether both are the same as far as this action is concerned. */
  boolean same(T one, T other, Value.Fields params);

  /** How far the effect has come. */
  Standing standing(T live, Value.Fields params);

  /** What the run answers. */
  default Value.Fields output(T live, Value.Fields params) {
    return fields(live, params);
  }

  /** Whether it changes nothing by its nature. */
  default boolean readsOnly() {
    return false;
  }
}
