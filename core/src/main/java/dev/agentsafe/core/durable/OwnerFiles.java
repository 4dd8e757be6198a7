package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Durable files that only their owner can read; where the system knows no such rights, its own. */
public final class OwnerFiles {
  private OwnerFiles() {}

  /** Creates a folder that only its owner can enter, where it is missing. */
  public static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, rights(folder, "rwx------"));
  }

  /** Writes a file whole and durably, or leaves the one that was there. */
  public static void write(Path file, byte[] content) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    var temp = beside(file);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      try (var channel = FileChannel.open(temp, options, rights(file, "rw-------"))) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(temp, e);
      throw e;
    }
    if (folder != null && posix(folder)) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** A name of its own for each write, as two programs may write the same file at once. */
  private static Path beside(Path file) {
    var own =
        ProcessHandle.current().pid()
            + "-"
            + Long.toHexString(ThreadLocalRandom.current().nextLong());
    return file.resolveSibling(file.getFileName() + "." + own + ".new");
  }

  /** Leaves nothing behind; that it cannot be removed goes with what failed before. */
  private static void discard(Path temp, IOException why) {
    try {
      Files.deleteIfExists(temp);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private static FileAttribute<?>[] rights(Path near, String rights) {
    return posix(near)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path near) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
