package dev.agentsafe.editors.git;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Where a repository is; stateless. */
final class Heads {
  private static final String[] HOOKS = {
    "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"
  };

  private Heads() {}

  static Standing.Head read(Repository repository) throws IOException {
    var head = repository.exactRef(Constants.HEAD);
    if (head == null) {
      throw new IOException("there is no HEAD");
    }
    for (var ref = head; ref.isSymbolic(); ref = ref.getTarget()) {
      var name = ref.getTarget().getName();
      if (!name.startsWith(Constants.R_REFS) || !Repository.isValidRefName(name)) {
        throw new IOException("HEAD leads to `" + name + "`, which is no branch");
      }
    }
    var branch =
        head.isSymbolic()
            ? Optional.of(Repository.shortenRefName(head.getTarget().getName()))
            : Optional.<String>empty();
    return new Standing.Head(branch, Optional.ofNullable(head.getObjectId()).map(ObjectId::name));
  }

  /** Adds the files of the last commit, of which there are none before the first. */
  static void addTree(Repository repository, TreeWalk walk, Standing.Head head) throws IOException {
    if (head.commit().isEmpty()) {
      walk.addTree(new EmptyTreeIterator());
      return;
    }
    try (var commits = new RevWalk(repository)) {
      walk.addTree(commits.parseCommit(ObjectId.fromString(head.commit().get())).getTree());
    }
  }

  /** Whether the repository has programs that Git would run for a commit. */
  static boolean hasHooks(Repository repository) {
    var usual = repository.getCommonDirectory().toPath().resolve("hooks");
    var chosen =
        repository
            .getConfig()
            .getPath(
                "core", null, "hooksPath", repository.getFS(), repository.getWorkTree(), usual);
    var folder = requireNonNullElse(chosen, usual);
    return Stream.of(HOOKS).anyMatch(hook -> Files.isExecutable(folder.resolve(hook)));
  }
}
