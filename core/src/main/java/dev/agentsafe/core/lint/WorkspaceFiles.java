package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Source;
import java.util.List;
import java.util.Optional;

/**
 * The texts of a workspace, on disk or as somebody edits them.
 *
 * @param operators who may answer questions; absent where there is no list
 */
public record WorkspaceFiles(
    List<Source> actions,
    List<Source> policies,
    Optional<Source> inventory,
    List<Source> tests,
    Optional<Source> operators) {
  public WorkspaceFiles {
    actions = List.copyOf(actions);
    policies = List.copyOf(policies);
    tests = List.copyOf(tests);
  }

  /** Those of a workspace without a list of operators. */
  public WorkspaceFiles(
      List<Source> actions, List<Source> policies, Optional<Source> inventory, List<Source> tests) {
    this(actions, policies, inventory, tests, Optional.empty());
  }
}
