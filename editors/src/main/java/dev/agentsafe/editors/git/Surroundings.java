package dev.agentsafe.editors.git;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.UserConfigFile;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit is told of the machine: the configuration of its user and of the system as the files
 * say it, no other program asked, nothing written.
 *
 * <p>JGit by itself runs {@code git} to find the configuration of the system, tries out how a file
 * system keeps times by writing into it, and keeps what it found in the user's configuration.
 */
final class Surroundings extends SystemReader.Delegate {
  private static final Path OF_SYSTEM = Path.of("/etc/gitconfig");

  /** As coarse as any file system that is in use. */
  private static final long COARSEST = TimeUnit.SECONDS.toNanos(2);

  private final UnaryOperator<@Nullable String> environment;

  /**
   * Surroundings beside those that JGit has.
   *
   * @param environment the variables
   */
  Surroundings(SystemReader usual, UnaryOperator<@Nullable String> environment) {
    super(usual);
    this.environment = environment;
  }

  /** From now on JGit is told this, unless it is already. */
  static synchronized void settle() {
    var usual = SystemReader.getInstance();
    if (!(usual instanceof Surroundings)) {
      SystemReader.setInstance(new Surroundings(usual, usual::getenv));
    }
  }

  @Override
  public @Nullable String getenv(@Nullable String variable) {
    return environment.apply(variable);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    boolean isWanted = getenv("GIT_CONFIG_NOSYSTEM") == null;
    return new Unwritten(parent, isWanted ? OF_SYSTEM.toFile() : null, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Unwritten(parent, null, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    var other = getXdgConfigDirectory(fs);
    var home = new File(fs.userHome(), ".gitconfig");
    return new OfUser(
        parent, home, other == null ? home : other.resolve("git/config").toFile(), fs);
  }

  /** Configuration that is read and never written; without a file nothing at all. */
  private static final class Unwritten extends FileBasedConfig {
    private final @Nullable File file;

    Unwritten(@Nullable Config parent, @Nullable File file, FS fs) {
      super(parent, file, fs);
      this.file = file;
    }

    @Override
    public void load() throws java.io.IOException, org.eclipse.jgit.errors.ConfigInvalidException {
      if (file != null) {
        super.load();
      }
    }

    @Override
    public boolean isOutdated() {
      return file != null && super.isOutdated();
    }

    @Override
    public void save() {
      throw new IllegalStateException("configuration of the system is not written");
    }
  }

  /** The user's own, with a word on file systems that keeps JGit from trying them out. */
  private static final class OfUser extends UserConfigFile {
    OfUser(@Nullable Config parent, File config, File other, FS fs) {
      super(parent, config, other, fs);
    }

    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long usual, TimeUnit unit) {
      return section.equals("filesystem") && name.equals("timestampResolution")
          ? unit.convert(COARSEST, TimeUnit.NANOSECONDS)
          : super.getTimeUnit(section, subsection, name, usual, unit);
    }

    @Override
    public void save() {
      throw new IllegalStateException("the user's configuration is not written");
    }
  }
}
