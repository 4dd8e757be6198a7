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

  /**
   * People agree to less than was asked; the agent may take it or leave it.
   *
   * @param by who completed the quorum
   * @param changes what is other than asked
   */
  record Offered(String by, String reason, Changes changes) implements Standing {}

  /** The agent that asked wants it no more. */
  record Cancelled(String reason) implements Standing {}

  /** Refused. */
  record Denied(String by, String reason) implements Standing {}

  /** Nobody answered in time. */
  record Expired() implements Standing {}

  /**
   * It was approved, and the agent did not come for its ticket in time.
   *
   * @param by who had approved
   */
  record Unclaimed(String by) implements Standing {}
}
