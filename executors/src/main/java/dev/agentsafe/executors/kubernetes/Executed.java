package dev.agentsafe.executors.kubernetes;

/** What came of running a command in a container. */
sealed interface Executed {

  /** It ended. */
  record Ended(int exitCode, Capture out, Capture err) implements Executed {}

  /** It surely was not begun. */
  record Refused(String why) implements Executed {}

  /** It may have been begun, and may still run. */
  record Lost(String why, Capture out) implements Executed {}
}
