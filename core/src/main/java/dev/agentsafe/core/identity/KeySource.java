package dev.agentsafe.core.identity;

/** Where a foreign issuer's key set comes from; thread-safe. */
@FunctionalInterface
public interface KeySource {
  /** The longest key set that is read, in bytes. */
  int LONGEST = 256 * 1024;

  /** What came of asking for a key set. */
  sealed interface Fetched {
    /** The document, not read yet. */
    record Document(String text) implements Fetched {}

    /**
     * It could not be had.
     *
     * @param why for people; holds nothing of what was answered
     */
    record Failed(String why) implements Fetched {}
  }

  /** Asks once, within a few seconds and at most {@link #LONGEST} bytes. */
  Fetched fetch();
}
