package dev.agentsafe.core.approval;

/** What came of casting a vote. */
public sealed interface Voted {

  /** It counted, and the request now stands so. */
  record Counted(Standing standing) implements Voted {}

  /**
   * It did not count; the journal says so.
   *
   * @param clause which rule forbids it, stable and short: {@code self-approval}, {@code settled},
   *     {@code expired}, {@code unknown-request}, {@code not-eligible}, {@code already-voted},
   *     {@code reason-required}, {@code unknown-operator}, {@code unknown-key}, {@code
   *     retired-key}, {@code bad-signature}, {@code untimely}, {@code other-request}, {@code
   *     stale-policy}, {@code other-evidence}, {@code evidence-gathering}, {@code
   *     changes-forbidden}, {@code not-narrower}, {@code break-glass-forbidden}, {@code
   *     review-overdue}
   * @param why for people
   */
  record Refused(String clause, String why) implements Voted {}
}
