package dev.agentsafe.core.approval;

/** Where an approval request stands. */
public sealed interface Standing {

  /** Still open. */
  record Pending() implements Standing {}

  /**
   * Agreed; a ticket was issued or can be had once.
   *
   * @param by who decided, for people
   */
  record Approved(String by, String reason) implements Standing {}

  /** Refused. */
  record Denied(String by, String reason) implements Standing {}

  /** Nobody answered in time. */
  record Expired() implements Standing {}
}
