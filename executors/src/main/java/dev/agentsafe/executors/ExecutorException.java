package dev.agentsafe.executors;

/**
 * A system that could not be read or reached; refusals of writes are values, not exceptions.
 *
 * <p>The message is meant for people: it names the place, quotes the user's value in backticks and
 * says what to do.
 */
public class ExecutorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with a message for people. */
  public ExecutorException(String message) {
    super(message);
  }

  /** A failure with a message for people and what caused it. */
  public ExecutorException(String message, Throwable cause) {
    super(message, cause);
  }
}
