package dev.agentsafe.core;

import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.WorkspaceFiles;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks and saves drafts of a workspace's actions, policies and inventory.
 *
 * <p>Thread-safe. A draft is checked as part of the workspace: the other files are taken as they
 * are on disk. What does not load is never written.
 */
public final class Authoring {
  private final Settings.Paths paths;
  private final Linter linter = new Linter();
  private final Saves saves;

  /** Authoring in the workspace with these paths, of which nobody keeps a record. */
  public Authoring(Settings.Paths paths) {
    this(paths, new Unrecorded());
  }

  /** Authoring in the workspace with these paths. */
  Authoring(Settings.Paths paths, Saves saves) {
    this.paths = paths;
    this.saves = saves;
  }

  /** Keeps a record of what is saved. */
  interface Saves {
    /**
     * A file is about to hold another text; it does not before this returns.
     *
     * @throws CoreException where that cannot be recorded; nothing is written then
     */
    void begins(Path file, String before, String after);

    /** It was not written after all. */
    void failed(Path file, String why);
  }

  /** Keeps none. */
  private static final class Unrecorded implements Saves {
    @Override
    public void begins(Path file, String before, String after) {}

    @Override
    public void failed(Path file, String why) {}
  }

  /** What came of saving a draft. */
  public sealed interface Saved {
    /** It is on disk, durably. */
    record Done() implements Saved {}

    /**
     * It does not load and was not written.
     *
     * @param errors at least one
     */
    record Refused(List<Problem> errors) implements Saved {
      public Refused {
        errors = List.copyOf(errors);
      }
    }

    /** Somebody else changed the file since it was opened; nothing was written. */
    record Changed(String onDisk) implements Saved {}
  }

  /** The files that can be edited: policies, then actions, then the inventory. */
  public List<Path> files() {
    var unheard = new ArrayList<Problem>();
    var files = new ArrayList<Path>();
    SourceFiles.ofFolder(paths.policies(), "policies", unheard)
        .forEach(s -> files.add(Path.of(s.file())));
    SourceFiles.ofFolder(paths.registry(), "actions", unheard)
        .forEach(s -> files.add(Path.of(s.file())));
    paths.inventory().ifPresent(files::add);
    return List.copyOf(files);
  }

  /**
   * The text of a file.
   *
   * @throws CoreException where it cannot be read as UTF-8
   */
  public String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CoreException(
          "`" + file + "` cannot be read: save it as UTF-8 and check its permissions.", e);
    }
  }

  /** What is wrong with a file if it held that text, in the order of the file. */
  public List<Problem> problems(Path file, String text) {
    var draft = new Source(file.toString(), text);
    var unreadable = new ArrayList<Problem>();
    var files =
        new WorkspaceFiles(
            overlaid(SourceFiles.ofFolder(paths.registry(), "actions", unreadable), draft),
            overlaid(SourceFiles.ofFolder(paths.policies(), "policies", unreadable), draft),
            paths.inventory().flatMap(i -> inventory(i, draft, unreadable)),
            List.of());
    synchronized (linter) {
      return linter.look(files).stream()
          .filter(p -> p.location().file().equals(draft.file()))
          .toList();
    }
  }

  /**
   * Writes a draft.
   *
   * @param base the text it was made from; where the disk holds another by now nothing is written
   * @throws CoreException where the disk refuses
   */
  public Saved save(Path file, String base, String text) {
    var errors =
        problems(file, text).stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      return new Saved.Refused(errors);
    }
    var onDisk = read(file);
    if (!onDisk.equals(base)) {
      return new Saved.Changed(onDisk);
    }
    saves.begins(file, onDisk, text);
    try {
      DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
      return new Saved.Done();
    } catch (IOException e) {
      saves.failed(file, String.valueOf(e.getMessage()));
      throw new CoreException(
          "`" + file + "` was not saved and is as it was: " + e.getMessage() + ".", e);
    }
  }

  private static Optional<Source> inventory(Path file, Source draft, List<Problem> unreadable) {
    return file.toString().equals(draft.file())
        ? Optional.of(draft)
        : SourceFiles.read(file, unreadable);
  }

  private static List<Source> overlaid(List<Source> onDisk, Source draft) {
    return onDisk.stream().map(s -> s.file().equals(draft.file()) ? draft : s).toList();
  }
}
