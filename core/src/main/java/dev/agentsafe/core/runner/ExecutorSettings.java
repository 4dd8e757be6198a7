package dev.agentsafe.core.runner;

import dev.agentsafe.core.credential.AwsSettings;

/**
 * What a workspace says to its executors; immutable.
 *
 * @param aws how the accounts of AWS are reached
 */
public record ExecutorSettings(AwsSettings aws) {
  /** Nothing is said. */
  public static final ExecutorSettings NONE = new ExecutorSettings(AwsSettings.NONE);
}
