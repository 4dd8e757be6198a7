package dev.agentsafe.executors.kubernetes;

/** What came of asking that a pod goes. */
sealed interface Evicted {

  /** It is on its way. */
  record Begun() implements Evicted {}

  /** That pod is not there any more. */
  record Gone() implements Evicted {}

  /** It surely was not done, and may be when it is asked for again: a budget holds it back. */
  record Held(String why) implements Evicted {}

  /** It surely was not done, and asking again will not help. */
  record Refused(String why) implements Evicted {}

  /** It may have been done. */
  record Lost(String why) implements Evicted {}
}
