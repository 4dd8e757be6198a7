package dev.agentsafe.core.runner;

/** What an executor finds where nobody knows whether an effect happened; it never guesses. */
public sealed interface Readback {

  /** What was found, for people. */
  String words();

  /** What was asked for is there, in all of it. */
  record Happened(String words) implements Readback {}

  /** It was begun and is there in part, or it was done and does not hold. */
  record Partly(String words) implements Readback {}

  /**
   * Nothing of it is there now.
   *
   * <p>A request that is still under way may arrive later: whoever asks decides when that is over.
   */
  record Absent(String words) implements Readback {}

  /** It cannot be told, not yet or not from here. */
  record Open(String words) implements Readback {}
}
