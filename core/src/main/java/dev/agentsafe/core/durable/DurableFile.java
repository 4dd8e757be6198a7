package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The one way to write a whole file: a reader sees the old content or the new one, also after a
 * crash of process or machine.
 */
public final class DurableFile {
  private static final String ENDING = ".tmp";

  private DurableFile() {}

  /**
   * Replaces a file's content durably.
   *
   * @throws IOException where it could not be written; the file is as it was before
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(Disk.real(), file, content);
  }

  /** Replaces a file's content durably on that disk. */
  public static void write(Disk disk, Path file, byte[] content) throws IOException {
    var target = file.toAbsolutePath();
    var temporary = temporary(target);
    try (var storage = disk.open(temporary)) {
      fill(storage, content);
      storage.force();
    }
    become(disk, temporary, target);
  }

  /**
   * Replaces the content of a file that somebody else made: it stays theirs, and open to nobody
   * else, not for a moment; what a symbolic link leads to is replaced, not the link. A file that is
   * not there is made as {@link #write} makes it.
   *
   * @throws IOException where it could not be written, such as where a link leads nowhere
   */
  public static void replace(Disk disk, Path file, byte[] content) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      write(disk, file, content);
      return;
    }
    beside(disk, file, content, ENDING).become();
  }

  /**
   * Puts a content durably beside a file that is there, with the rights of that.
   *
   * @param ending what its name ends with behind that of the file; what has that name is replaced
   * @throws IOException where it could not be put there, such as where a link leads nowhere
   */
  public static Beside beside(Disk disk, Path file, byte[] content, String ending)
      throws IOException {
    var target = file.toRealPath();
    var rights = FileRights.of(target);
    var temporary = target.resolveSibling(target.getFileName() + ending);
    var beside = new Beside(disk, temporary, target);
    try {
      rights.createPrivate(temporary);
      try (var storage = disk.open(temporary)) {
        fill(storage, content);
        rights.give(temporary);
        storage.force();
      }
    } catch (IOException e) {
      beside.discard();
      throw e;
    }
    return beside;
  }

  /** A content that lies durably beside a file. */
  public static final class Beside {
    private final Disk disk;
    private final Path temporary;
    private final Path target;

    private Beside(Disk disk, Path temporary, Path target) {
      this.disk = disk;
      this.temporary = temporary;
      this.target = target;
    }

    /**
     * Makes it the content of the file, in one step and durably.
     *
     * @throws IOException where it is not known to be that; it may be all the same
     */
    public void become() throws IOException {
      DurableFile.become(disk, temporary, target);
    }

    /** Takes it away where it still lies there; what stays is replaced by the next of that name. */
    public void discard() {
      var _ = temporary.toFile().delete();
    }
  }

  /** One fixed name: what a crash leaves behind is overwritten by the next write. */
  private static Path temporary(Path target) {
    return target.resolveSibling(target.getFileName() + ENDING);
  }

  private static void fill(Disk.Storage storage, byte[] content) throws IOException {
    storage.truncate(0);
    storage.write(ByteBuffer.wrap(content), 0);
  }

  private static void become(Disk disk, Path temporary, Path target) throws IOException {
    disk.rename(temporary, target);
    disk.forceFolder(folderOf(target));
  }

  /** Creates a folder and those above it, durably. */
  public static void createFolders(Disk disk, Path folder) throws IOException {
    var absolute = folder.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      return;
    }
    var above = folderOf(absolute);
    createFolders(disk, above);
    Files.createDirectories(absolute);
    disk.forceFolder(above);
  }

  /** The folder that holds a file. */
  public static Path folderOf(Path file) {
    var folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }
}
