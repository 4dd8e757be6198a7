package dev.agentsafe.editors.git;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants to commit.
 *
 * @param head the last commit, as it was when they looked; empty: there was none
 * @param texts what files hold, as somebody checked it
 * @param gone files that are to be gone from the repository as they are from the disk
 */
public record Order(
    Optional<String> head, String message, Map<Path, String> texts, Set<Path> gone) {
  public Order {
    texts = Map.copyOf(texts);
    gone = Set.copyOf(gone);
  }
}
