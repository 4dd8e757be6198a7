package dev.agentsafe.core;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;

/**
 * A workspace that loaded as a whole: its settings, actions, targets and rules; immutable.
 *
 * @param root the folder that holds {@code agent-safe.yaml}
 * @param policyVersion SHA-256 hex over the policy files that loaded
 */
public record Workspace(
    Path root,
    Settings settings,
    Catalog catalog,
    Inventory inventory,
    PolicySet policies,
    String policyVersion) {

  /** Loads the workspace of that folder, or names every problem with its place. */
  public static Loaded<Workspace> load(Path folder) {
    throw new UnsupportedOperationException("load " + folder);
  }
}
