package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one way to write a whole file: a reader sees the old content or the new one, also after a
 * crash of process or machine.
 */
public final class DurableFile {
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
    var folder = folderOf(target);
    // One fixed name: what a crash leaves behind is overwritten by the next write.
    var temporary = target.resolveSibling(target.getFileName() + ".tmp");
    try (var storage = disk.open(temporary)) {
      storage.truncate(0);
      storage.write(ByteBuffer.wrap(content), 0);
      storage.force();
    }
    disk.rename(temporary, target);
    disk.forceFolder(folder);
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
