package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What changes nothing by its nature.
 *
 * @param <T> what the object is
 */
interface Reading<T extends HasMetadata> extends Procedure<T> {
  @Override
  default boolean readsOnly() {
    return true;
  }

  @Override
  default Change change(T live, Asked asked) {
    return new Change.None("It only reads.");
  }

  @Override
  default boolean same(T one, T other, Value.Fields params) {
    return true;
  }

  @Override
  default Standing standing(T live, T taken, Asked asked) {
    return new Standing.Holds("read");
  }
}
