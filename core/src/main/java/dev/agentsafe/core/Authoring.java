package dev.agentsafe.core;

import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.MergeMarks;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Saves drafts of a workspace's files: settings, actions, policies, inventory, tests, operators.
 *
 * <p>Thread-safe. A draft is checked as part of the workspace: the other files are taken as they
 * are on disk. What does not load is never written, nor what holds the marks of a merge.
 */
public final class Authoring {
  /** Keeps no record. */
  static final Saves UNRECORDED = new Unrecorded();

  private final Settings.Paths paths;
  private final Linter linter = new Linter();
  private final Saves saves;
  private final Object saving;

  /** Authoring in the workspace with these paths, of which nobody keeps a record. */
  public Authoring(Settings.Paths paths) {
    this(paths, UNRECORDED, new Object());
  }

  /**
   * Authoring in the workspace with these paths.
   *
   * @param saving the lock of those who save its files: one saves at a time
   */
  Authoring(Settings.Paths paths, Saves saves, Object saving) {
    this.paths = paths;
    this.saves = saves;
    this.saving = saving;
  }

  /** Keeps a record of what is saved. */
  interface Saves {
    /**
     * A file is about to hold another text; it does not before this returns.
     *
     * @throws CoreException where that cannot be recorded; nothing is written then
     */
    void begins(Path file, String before, String after);

    /** It was not written after all, or nobody can tell. */
    void failed(Path file, FileWrite.Left left, String why);

    /** It was written, durably; says since when it counts. */
    default Force written(Path file, String text) {
      return written(List.of(new Change(file, "", text)));
    }

    /** Those were written, durably, and belong together; says since when they count. */
    Force written(List<Change> together);
  }

  /** Keeps none. */
  private static final class Unrecorded implements Saves {
    @Override
    public void begins(Path file, String before, String after) {}

    @Override
    public void failed(Path file, FileWrite.Left left, String why) {}

    @Override
    public Force written(List<Change> together) {
      return new Force.NextStart();
    }
  }

  /** Since when what was saved counts. */
  public sealed interface Force {
    /** The running console decides by it. */
    record Now(PolicyChange change) implements Force {}

    /** It will when the files are read again, for this reason. */
    record Waits(String why) implements Force {}

    /** It will at the next start. */
    record NextStart() implements Force {}

    /** Nothing is decided by it: it is a test. */
    record Nothing() implements Force {}
  }

  /** What came of saving a draft. */
  public sealed interface Saved {
    /** It is on disk, durably. */
    record Done(Force force) implements Saved {}

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

  /**
   * A text for a file.
   *
   * @param base the text it was made from
   */
  public record Change(Path file, String base, String text) {
    Source source() {
      return new Source(name(), text);
    }

    Source before() {
      return new Source(name(), base);
    }

    private String name() {
      return file.toAbsolutePath().normalize().toString();
    }
  }

  /** What came of saving several drafts that belong together. */
  public sealed interface SavedTogether {
    /** All of them are on disk, durably. */
    record Done(Force force) implements SavedTogether {}

    /**
     * They do not load together; nothing was written.
     *
     * @param errors at least one
     */
    record Refused(List<Problem> errors) implements SavedTogether {
      public Refused {
        errors = List.copyOf(errors);
      }
    }

    /** Somebody else changed that file since its draft was made; nothing was written. */
    record Changed(Path file) implements SavedTogether {}

    /**
     * A file could not be written; those before it were put back, where that could be.
     *
     * @param written those that are not as they were all the same; none where nothing is changed
     * @param why for people
     */
    record Stopped(List<Path> written, Path file, String why) implements SavedTogether {
      public Stopped {
        written = List.copyOf(written);
      }
    }
  }

  /** The settings of the workspace whose files these are. */
  public Path settings() {
    return paths.settings();
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

  /**
   * What keeps texts from loading as these files of the workspace, beside the others as they are on
   * disk; writes nothing.
   */
  public List<Problem> check(Map<Path, String> texts) {
    synchronized (saving) {
      texts.keySet().forEach(this::demandOurs);
      var drafts =
          texts.entrySet().stream()
              .map(text -> new Change(text.getKey(), text.getValue(), text.getValue()).source())
              .toList();
      var names = drafts.stream().map(Source::file).toList();
      return look(drafts).stream().filter(p -> names.contains(p.location().file())).toList();
    }
  }

  /**
   * Writes a draft.
   *
   * @param base the text it was made from; where the disk holds another by now nothing is written
   * @throws CoreException where the disk refuses, or it is no file of the workspace
   */
  public Saved save(Path file, String base, String text) {
    synchronized (saving) {
      demandOurs(file);
      var errors = errors(List.of(new Change(file, base, text)));
      return errors.isEmpty() ? write(file, base, text) : new Saved.Refused(errors);
    }
  }

  /**
   * Writes drafts that belong together: none where they do not load together, where the disk holds
   * another text by now than one of them was made from, or where one of them cannot be written.
   */
  public SavedTogether save(List<Change> changes) {
    synchronized (saving) {
      changes.forEach(change -> demandOurs(change.file()));
      var errors = errors(changes);
      if (!errors.isEmpty()) {
        return new SavedTogether.Refused(errors);
      }
      return new GroupWrite(saves, Disk.real()).write(changes);
    }
  }

  /** Nobody checks what another file holds, nor knows whether its text may be recorded. */
  private void demandOurs(Path file) {
    if (!new DraftedFiles(paths, List.of()).has(file)) {
      throw new CoreException(
          "`" + file + "` is no file of this workspace; save it with another editor.");
    }
  }

  /** What of the drafts does not load, and what of the other files would not any more. */
  private List<Problem> errors(List<Change> changes) {
    var names = changes.stream().map(change -> change.source().file()).toList();
    var errors = look(changes.stream().map(Change::source).toList());
    if (errors.stream().allMatch(p -> names.contains(p.location().file()))) {
      return errors;
    }
    var before = look(changes.stream().map(Change::before).toList());
    return errors.stream()
        .filter(p -> names.contains(p.location().file()) || !before.contains(p))
        .toList();
  }

  /** What would keep the workspace from loading if some of its files were that. */
  private List<Problem> look(List<Source> drafts) {
    var found = new ArrayList<Problem>();
    drafts.forEach(draft -> found.addAll(MergeMarks.of(draft)));
    synchronized (linter) {
      found.addAll(new DraftedFiles(paths, drafts).problems(linter));
    }
    return found.stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
  }

  private Saved write(Path file, String base, String text) {
    return new FileWrite(saves)
        .write(file, base, text)
        .<Saved>map(Saved.Changed::new)
        .orElseGet(() -> new Saved.Done(saves.written(file, text)));
  }
}
