package dev.agentsafe.core.approval;

/** What came of casting a vote. */
public sealed interface Voted {

  /** It counted, and the request now stands so. */
  record Counted(Standing standing) implements Voted {}

  /**
   * It did not count.
   *
   * @param clause which rule forbids it, stable and short: {@code self-approval}, {@code settled},
   *     {@code expired}, {@code unknown-request}, {@code not-eligible}, {@code reason-required}
   * @param why for people
   */
  record Refused(String clause, String why) implements Voted {}
}
