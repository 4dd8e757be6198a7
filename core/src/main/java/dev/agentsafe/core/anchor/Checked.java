package dev.agentsafe.core.anchor;

import java.time.Instant;

/** What came of checking a receipt against the checkpoint that it is for. */
sealed interface Checked {
  /**
   * It is what it says it is.
   *
   * @param at the time that it says
   * @param by who gave it, in words
   */
  record Good(Instant at, String by) implements Checked {}

  /** It is not. */
  record Bad(String why) implements Checked {}
}
