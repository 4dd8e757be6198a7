package dev.agentsafe.core;

import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.journal.WholeLog;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rulebook;
import dev.agentsafe.core.preview.Recomputation;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The policies of a workspace whose console does not run, held against what its journal names. */
public final class RestingRules {
  private RestingRules() {}

  /** What is on disk; changes nothing. */
  public static PolicyDesk.OnDisk look(Workspace workspace) {
    var log = workspace.settings().paths().auditLog();
    var told = new Recomputation();
    if (Files.exists(log)) {
      WholeLog.readWhile(
          log,
          0,
          entry -> {
            if (!entry.chain().type().equals(EntryType.DECISION)) {
              told.accept(entry);
            }
            return true;
          });
    }
    if (told.version().equals(Optional.of(workspace.policyVersion()))) {
      return new PolicyDesk.OnDisk.Same(List.of());
    }
    var change =
        PolicyChange.between(
            told.rules().orElse(new Rulebook(List.of(), new PolicySet(List.of()))),
            workspace.rules());
    return new PolicyDesk.OnDisk.Other(
        new PolicyChange(told.version().orElse(""), change.after(), change.files(), change.rules()),
        List.of());
  }

  /**
   * Records that somebody looked at those on disk and wants them; they decide from the next start.
   *
   * @param start what the console would be made of
   * @throws CoreException where a console runs, or it cannot be recorded
   */
  public static void take(Governor.Config start, Operator by) {
    Assembly.open(start, Disk.real(), Optional.of(by)).close();
  }
}
