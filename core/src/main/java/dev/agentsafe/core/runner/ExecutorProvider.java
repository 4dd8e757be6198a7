package dev.agentsafe.core.runner;

/**
 * Opens an executor that a workspace tells how to reach its system; found as a service. One that is
 * told nothing is found as an {@link Executor} itself.
 */
public interface ExecutorProvider {

  /** An executor that does as these settings say; connects to nothing yet. */
  Executor open(ExecutorSettings settings);
}
