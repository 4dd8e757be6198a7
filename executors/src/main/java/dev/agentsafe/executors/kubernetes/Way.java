package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * How one action is done that is about one object: as one change of it, or as an errand.
 *
 * @param <T> what the object is
 */
sealed interface Way<T extends HasMetadata> permits Procedure, Errand {

  /** How it is done, for people. */
  Manual manual();

  Kind kind();

  Class<T> type();

  /** Why these parameters cannot be used; empty: they can. */
  default Optional<String> objection(Value.Fields params) {
    return Optional.empty();
  }

  /** Whether it changes nothing by its nature. */
  default boolean readsOnly() {
    return false;
  }
}
