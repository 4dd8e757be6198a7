package dev.agentsafe.core.durable;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose a file is and who may read and change it.
 *
 * @param of empty where the system knows no such rights
 */
record FileRights(Optional<PosixFileAttributes> of) {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  static FileRights of(Path file) throws IOException {
    var view = view(file);
    return new FileRights(view == null ? Optional.empty() : Optional.of(view.readAttributes()));
  }

  /** Makes an empty file that nobody but its owner can open, in the place of what is there. */
  void createPrivate(Path file) throws IOException {
    if (of.isPresent()) {
      if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(file);
      }
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
    }
  }

  /** Gives these to another file. Where its group cannot be this one, no group gets more by it. */
  void give(Path file) throws IOException {
    var view = view(file);
    if (of.isEmpty() || view == null) {
      return;
    }
    var wanted = of.get();
    var made = view.readAttributes();
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    permissions.addAll(wanted.permissions());
    if (!made.group().equals(wanted.group()) && !isGiven(() -> view.setGroup(wanted.group()))) {
      withoutGroup(permissions);
    }
    if (!made.owner().equals(wanted.owner())) {
      // Where it stays the file of whoever saved it: they could read it before.
      var _ = isGiven(() -> view.setOwner(wanted.owner()));
    }
    view.setPermissions(permissions);
  }

  private interface Gift {
    void give() throws IOException;
  }

  /** Only root gives files to others, only members give them to a group. */
  private static boolean isGiven(Gift gift) throws IOException {
    try {
      gift.give();
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  /** The group that it has instead may do what everybody may. */
  private static void withoutGroup(Set<PosixFilePermission> permissions) {
    if (!permissions.contains(PosixFilePermission.OTHERS_READ)) {
      permissions.remove(PosixFilePermission.GROUP_READ);
    }
    if (!permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      permissions.remove(PosixFilePermission.GROUP_WRITE);
    }
    if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
      permissions.remove(PosixFilePermission.GROUP_EXECUTE);
    }
  }

  private static @Nullable PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }
}
