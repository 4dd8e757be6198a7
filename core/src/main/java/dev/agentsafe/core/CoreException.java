package dev.agentsafe.core;

/**
 * A broken invariant or a failed input or output of the core; refusals are values, not exceptions.
 *
 * <p>The message is meant for people: it names the place, quotes the user's value in backticks and
 * says what to do.
 */
public class CoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with a message for people. */
  public CoreException(String message) {
    super(message);
  }

  /** A failure with a message for people and what caused it. */
  public CoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
