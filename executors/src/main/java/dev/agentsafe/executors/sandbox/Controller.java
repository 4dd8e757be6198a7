package dev.agentsafe.executors.sandbox;

/** One of the loops that carry a cluster forward. */
interface Controller {
  /**
   * Goes one step.
   *
   * @param pace how many pods may be started or ended for each owner
   * @return whether it waits for time to pass, and wants to be asked again though nothing changed
   */
  boolean step(int pace);
}
