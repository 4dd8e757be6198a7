package dev.agentsafe.executors.kubernetes;

import java.time.Duration;
import java.util.Optional;

/** How the API of one cluster is reached, asked each time that it is; thread-safe. */
public interface Road extends AutoCloseable {

  /**
   * How it is reached now.
   *
   * @param atMost how long may be waited for the way to be there
   * @throws dev.agentsafe.executors.ExecutorException where it is not, with a message for people
   */
  Connection connection(Duration atMost);

  /**
   * Why an effect cannot prove itself there with a credential of its own, in the place of whoever
   * the way belongs to; empty: it can.
   */
  default Optional<String> objectionToCredentials() {
    return Optional.empty();
  }

  /** Ends what was started for it; nothing where nothing was. */
  @Override
  default void close() {}
}
