package dev.agentsafe.editors.git;

import java.nio.file.Path;
import java.util.List;

/**
 * The workspace whose files are looked at.
 *
 * @param root its folder
 * @param journal the file of its journal
 */
record Place(Path root, Path journal) {
  private static final List<String> FOLDERS = List.of("actions", "policies", "tests");
  static final List<String> ALONE = List.of("agent-safe.yaml", "inventory.yaml", "operators.yaml");

  public Place {
    root = root.toAbsolutePath().normalize();
    journal = journal.toAbsolutePath().normalize();
  }

  /** Where files of a workspace usually are: one that is gone has its name nowhere else. */
  List<Path> folders() {
    return FOLDERS.stream().map(root::resolve).toList();
  }

  /** Whether a file of that name beside the settings is usually of a workspace. */
  boolean isUsual(Path file) {
    return root.equals(file.getParent()) && ALONE.contains(String.valueOf(file.getFileName()));
  }

  /** Whether that is nobody's to commit. */
  boolean isGuarded(Path file) {
    return guarded().stream().anyMatch(file.toAbsolutePath().normalize()::startsWith);
  }

  /** What no repository should have: keys and state of this machine, and the journal. */
  List<Path> guarded() {
    var name = String.valueOf(journal.getFileName());
    int dot = name.lastIndexOf('.');
    var base = dot > 0 ? name.substring(0, dot) : name;
    return List.of(
        root.resolve(".agent-safe"),
        journal,
        journal.resolveSibling(base + ".tlog"),
        journal.resolveSibling("blobs"));
  }
}
