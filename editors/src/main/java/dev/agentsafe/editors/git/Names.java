package dev.agentsafe.editors.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** Names of a workspace's files as its repository writes them, and back. */
final class Names {
  private final Path root;
  private final String before;

  /**
   * Names below a folder.
   *
   * @param root the workspace's, as everybody else writes it
   * @param real the same folder without links
   * @param top the repository's, without links
   */
  Names(Path root, Path real, Path top) {
    this.root = root;
    before = slashed(top.relativize(real));
  }

  private static String slashed(Path relative) {
    var parts = new ArrayList<String>();
    relative.forEach(part -> {
      if (!part.toString().isEmpty()) {
        parts.add(part.toString());
      }
    });
    return String.join("/", parts);
  }

  /** How the repository names a file or folder; empty: it is not below the workspace. */
  Optional<String> of(Path file) {
    var normal = file.toAbsolutePath().normalize();
    if (!normal.startsWith(root)) {
      return Optional.empty();
    }
    var below = slashed(root.relativize(normal));
    return Optional.of(before.isEmpty() || below.isEmpty() ? before + below : before + "/" + below);
  }

  /** What the repository names so. */
  Path file(String name) {
    return root.resolve(before.isEmpty() ? name : name.substring(before.length() + 1));
  }
}
