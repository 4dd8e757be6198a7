package dev.agentsafe.editors.git;

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
    Surroundings.settle();
    place = new Place(root, journal);
  }

  /** Times and sizes: where it is what it was, so is what {@link #look} says of these files. */
  public String stamp(List<Path> files) {
    return Stamp.of(place, files);
  }

  /** How the files stand to the last commit; says so where the repository cannot be used. */
  public Seen look(List<Path> files) {
    try {
      return switch (Whereabouts.of(place.root())) {
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
    } catch (RuntimeException e) {
      // What is not as it should be is met anywhere in what reads it.
      return broken(e);
    }
  }

  private static Seen broken(Exception why) {
    return new Seen.Unusable(Trouble.BROKEN, String.valueOf(why.getMessage()));
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
