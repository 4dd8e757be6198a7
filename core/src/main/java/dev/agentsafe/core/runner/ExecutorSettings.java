package dev.agentsafe.core.runner;

import dev.agentsafe.core.credential.AwsSettings;

/**
 * What a workspace says to its executors; immutable.
 *
 * @param aws how the accounts of AWS are reached
 * @param commands what may be run in containers
 * @param clusters how the clusters of Kubernetes are reached
 */
public record ExecutorSettings(AwsSettings aws, CommandRules commands, ClusterSettings clusters) {
  /** Nothing is said. */
  public static final ExecutorSettings NONE =
      new ExecutorSettings(AwsSettings.NONE, CommandRules.NONE, ClusterSettings.NONE);
}
