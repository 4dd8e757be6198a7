package dev.agentsafe.editors.git;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.ProcessResult;
import org.jspecify.annotations.Nullable;

/** The files of this machine for JGit, without a way to start a program. */
final class QuietFiles extends FS {
  private static final Set<String> OF_LINES =
      Set.of(Constants.DOT_GIT_IGNORE, Constants.DOT_GIT_ATTRIBUTES);

  private final FS inner;

  QuietFiles(FS inner) {
    super(inner);
    this.inner = inner;
  }

  private static IllegalStateException refused(String what) {
    return new IllegalStateException("no program is run for a repository: " + what);
  }

  @Override
  public FS newInstance() {
    return new QuietFiles(inner.newInstance());
  }

  @Override
  protected @Nullable File discoverGitExe() {
    return null;
  }

  @Override
  protected @Nullable File discoverGitSystemConfig() {
    return null;
  }

  @Override
  public @Nullable File findHook(Repository repository, String name) {
    return null;
  }

  @Override
  public ProcessResult runHookIfPresent(
      Repository repository,
      String name,
      String[] arguments,
      OutputStream out,
      OutputStream err,
      @Nullable String in) {
    return new ProcessResult(ProcessResult.Status.NOT_PRESENT);
  }

  @Override
  protected ProcessResult internalRunHookIfPresent(
      Repository repository,
      String name,
      String[] arguments,
      OutputStream out,
      OutputStream err,
      @Nullable String in) {
    return new ProcessResult(ProcessResult.Status.NOT_PRESENT);
  }

  @Override
  public ProcessBuilder runInShell(String command, String[] arguments) {
    throw refused(command);
  }

  @Override
  public int runProcess(
      ProcessBuilder process, OutputStream out, OutputStream err, @Nullable InputStream in) {
    throw refused(String.valueOf(process.command()));
  }

  @Override
  public ExecutionResult execute(ProcessBuilder process, @Nullable InputStream in) {
    throw refused(String.valueOf(process.command()));
  }

  @Override
  public boolean supportsExecute() {
    return inner.supportsExecute();
  }

  @Override
  public boolean supportsAtomicCreateNewFile() {
    return inner.supportsAtomicCreateNewFile();
  }

  @Override
  public LockToken createNewFileAtomic(File file) throws IOException {
    return inner.createNewFileAtomic(file);
  }

  @Override
  public boolean supportsSymlinks() {
    return inner.supportsSymlinks();
  }

  @Override
  public boolean isCaseSensitive() {
    return inner.isCaseSensitive();
  }

  @Override
  public boolean canExecute(File file) {
    return inner.canExecute(file);
  }

  @Override
  public boolean setExecute(File file, boolean isExecutable) {
    return inner.setExecute(file, isExecutable);
  }

  @Override
  public boolean retryFailedLockFileCommit() {
    return inner.retryFailedLockFileCommit();
  }

  @Override
  public boolean isHidden(File file) throws IOException {
    return inner.isHidden(file);
  }

  @Override
  public void setHidden(File file, boolean isHidden) throws IOException {
    inner.setHidden(file, isHidden);
  }

  @Override
  public WorkingTreeIterator.Entry[] list(File folder, FileTreeIterator.FileModeStrategy strategy) {
    var entries = inner.list(folder, strategy);
    for (var entry : entries) {
      if (OF_LINES.contains(entry.getName())) {
        demandEnd(folder.toPath().resolve(entry.getName()), entry.getLength());
      }
    }
    return entries;
  }

  /** Whoever goes on reads it whole, or waits for its end. */
  private static void demandEnd(Path file, long length) {
    boolean isOther =
        !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.isSymbolicLink(file);
    if (length > Whereabouts.LONGEST || isOther) {
      throw new TooLarge(file);
    }
  }

  @Override
  public Attributes getAttributes(File file) {
    return inner.getAttributes(file);
  }

  @Override
  public File normalize(File file) {
    return inner.normalize(file);
  }

  @Override
  public String normalize(String name) {
    return inner.normalize(name);
  }
}
