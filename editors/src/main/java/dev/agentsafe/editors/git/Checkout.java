package dev.agentsafe.editors.git;

import dev.agentsafe.editors.git.Committed.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * A workspace as files of a Git repository. Reads files; runs no program that a repository names,
 * and knows no network. Thread-safe: nothing is kept between calls.
 */
public final class Checkout {
  private final Place place;

  /**
   * A workspace, whether or not it is in a repository.
   *
   * @param root its folder
   * @param journal the file of its journal
   */
  public Checkout(Path root, Path journal) {
    place = new Place(root, journal);
  }

  /** Times and sizes: where it is what it was, so is what {@link #look} says of these files. */
  public String stamp(List<Path> files) {
    Surroundings.settle();
    return Stamp.of(place, files);
  }

  /** How the files stand to the last commit; says so where the repository cannot be used. */
  public Seen look(List<Path> files) {
    try {
      return switch (whereabouts()) {
        case Whereabouts.Nowhere nowhere -> new Seen.Nothing();
        case Whereabouts.Closed(var trouble, var detail) -> new Seen.Unusable(trouble, detail);
        case Whereabouts.At at -> look(at, files);
      };
    } catch (IOException e) {
      return broken(e);
    }
  }

  private Seen look(Whereabouts.At at, List<Path> files) throws IOException {
    try (var repository = open(at)) {
      return new Seen.Found(new Looking(repository, place, names(at)).standing(files));
    } catch (TooLarge e) {
      return new Seen.Unusable(Trouble.TOO_LARGE, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // What is not as it should be is met anywhere in what reads it.
      return broken(e);
    }
  }

  /** What the last commit holds of a file. */
  public Kept kept(Path file) {
    try {
      if (whereabouts() instanceof Whereabouts.At at) {
        var name = names(at).of(file).filter(known -> !known.isEmpty());
        try (var repository = open(at)) {
          return name.isPresent() ? Keeping.of(repository, name.get()) : new Kept.Absent();
        }
      }
      return new Kept.Absent();
    } catch (IOException | RuntimeException e) {
      return new Kept.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Commits those files alone. Nothing is changed where anything of it is not as it was seen;
   * programs of the repository are not run.
   */
  public Committed commit(Order order) {
    try {
      return switch (whereabouts()) {
        case Whereabouts.Nowhere nowhere -> new Committed.Refused(Reason.UNUSABLE, "");
        case Whereabouts.Closed(var trouble, var detail) ->
            new Committed.Refused(Reason.UNUSABLE, detail);
        case Whereabouts.At at -> commit(at, order);
      };
    } catch (IOException | RuntimeException e) {
      return new Committed.Refused(Reason.UNUSABLE, String.valueOf(e.getMessage()));
    }
  }

  private Committed commit(Whereabouts.At at, Order order) throws IOException {
    try (var repository = open(at);
        var committing = new Committing(repository, at, place, names(at))) {
      var refused = committing.prepare(order);
      return refused.isPresent() ? refused.get() : committing.publish();
    }
  }

  private static Seen broken(Exception why) {
    return new Seen.Unusable(Trouble.BROKEN, String.valueOf(why.getMessage()));
  }

  private Whereabouts whereabouts() throws IOException {
    Surroundings.settle();
    return Whereabouts.of(place.root());
  }

  static Repository open(Whereabouts.At at) throws IOException {
    return new FileRepositoryBuilder()
        .setFS(new QuietFiles(FS.DETECTED))
        .setGitDir(at.git().toFile())
        .setGitCommonDir(at.common().toFile())
        .setWorkTree(at.files().toFile())
        .setMustExist(true)
        .build();
  }

  Names names(Whereabouts.At at) throws IOException {
    return new Names(place.root(), place.root().toRealPath(), at.files());
  }
}
