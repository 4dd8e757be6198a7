package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Source;
import java.util.List;
import java.util.Optional;

/** The texts of a workspace, on disk or as somebody edits them. */
public record WorkspaceFiles(
    List<Source> actions, List<Source> policies, Optional<Source> inventory, List<Source> tests) {
  public WorkspaceFiles {
    actions = List.copyOf(actions);
    policies = List.copyOf(policies);
    tests = List.copyOf(tests);
  }
}
