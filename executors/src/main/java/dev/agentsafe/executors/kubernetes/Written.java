package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** What came of sending a change. */
sealed interface Written {

  /** The API took it. */
  record Taken(HasMetadata now) implements Written {}

  /**
   * The API said no; nothing changed.
   *
   * @param conflict the object was not any more what the change was made for
   */
  record Refused(String why, boolean conflict) implements Written {}

  /** It may have been taken. */
  record Lost(String why) implements Written {}
}
