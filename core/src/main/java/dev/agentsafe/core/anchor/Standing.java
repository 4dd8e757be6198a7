package dev.agentsafe.core.anchor;

import java.time.Instant;

/** What a receipt is worth. */
public sealed interface Standing {
  /**
   * It was checked, and the checkpoint that it is for is one of this log.
   *
   * @param at the time that it says
   * @param by who gave it, in words
   * @param pinned whether the caller named who is believed; otherwise that stands beside the log
   */
  record Holds(Instant at, String by, boolean pinned) implements Standing {}

  /**
   * It says where a proof is, and is none itself: the bucket has to be asked.
   *
   * @param at when that was noted
   * @param where the proof is, in words
   */
  record Noted(Instant at, String where) implements Standing {}

  /** It does not hold, which is a finding. */
  record Broken(String why) implements Standing {}
}
