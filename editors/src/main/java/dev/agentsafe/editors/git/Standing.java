package dev.agentsafe.editors.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the files of a workspace stand to the last commit.
 *
 * @param marks of the files that were asked for, and of those that the last commit has and the disk
 *     has not
 * @param exposed keys and parts of the journal that the repository has or does not ignore
 */
public record Standing(Head head, Map<Path, Mark> marks, Terms terms, List<Path> exposed) {
  public Standing {
    marks = Map.copyOf(marks);
    exposed = List.copyOf(exposed);
  }

  /**
   * Where the repository is.
   *
   * @param branch empty: no branch is checked out
   * @param commit the id of the last commit; empty: there is none yet
   */
  public record Head(Optional<String> branch, Optional<String> commit) {}

  /**
   * Under what terms something can be committed.
   *
   * @param author as the configuration says it; empty: it does not
   * @param signs whether it wants signatures, which are not made here
   * @param hooks whether it has programs for commits, which are not run
   */
  public record Terms(Optional<String> author, Underway underway, boolean signs, boolean hooks) {}

  /** The files that a commit can take. */
  public List<Path> committable() {
    return marks.entrySet().stream()
        .filter(mark -> mark.getValue().isCommittable())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** What a file is; {@link Mark#ELSEWHERE} where it was not asked for. */
  public Mark of(Path file) {
    return marks.getOrDefault(file, Mark.ELSEWHERE);
  }
}
