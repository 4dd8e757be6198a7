package dev.agentsafe.core.preview;

/** Watches long work, and may end it early; called on the thread that works. */
@FunctionalInterface
public interface Watch {
  /** Does not look. */
  Watch NOBODY = (done, of) -> true;

  /**
   * Says how far it is.
   *
   * @return whether to go on
   */
  boolean goesOn(long done, long of);
}
