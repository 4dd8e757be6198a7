package dev.agentsafe.core.journal;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a crash left of a write: set aside beside the journal, durably, before it is cut off.
 *
 * <p>Its name ends with {@code .pending} until an entry tells of it, so that a crash in between
 * loses neither the bytes nor the telling.
 */
final class TornTail {
  private static final String PENDING = ".pending";
  private static final Pattern NAME = Pattern.compile("\\.torn-(\\d{1,18})-([0-9a-f]{12})");

  /** A tail larger than that is no torn write: a batch is far smaller. */
  private static final int LARGEST = 1 << 30;

  private final Path file;
  private final Disk disk;

  TornTail(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /**
   * Bytes that were set aside.
   *
   * @param offset where they stood in the journal
   */
  record SetAside(Path pending, long offset, long bytes, String sha256) {
    String recordedName() {
      var name = String.valueOf(pending.getFileName());
      return name.substring(0, name.length() - PENDING.length());
    }
  }

  /**
   * Sets aside what follows the good lines, if it is what a crash leaves behind: a line without
   * end, or one with a hole of zeros where a block was not yet on the disk.
   *
   * @return whether it was; otherwise nothing was touched
   */
  boolean setAside(Disk.Storage storage, long goodBytes) throws IOException {
    var size = storage.size() - goodBytes;
    if (size <= 0 || size > LARGEST) {
      return false;
    }
    byte[] tail;
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(goodBytes);
      tail = in.readNBytes((int) size);
    }
    if (!isTorn(tail)) {
      return false;
    }
    var name =
        "%s.torn-%d-%s%s"
            .formatted(file.getFileName(), goodBytes, sha(tail).substring(0, 12), PENDING);
    DurableFile.write(disk, file.resolveSibling(name), tail);
    storage.truncate(goodBytes);
    storage.force();
    return true;
  }

  private static boolean isTorn(byte[] tail) {
    for (var b : tail) {
      if (b == '\n') {
        return false;
      }
      if (b == 0) {
        return true;
      }
    }
    return true;
  }

  /** What was set aside and no entry tells of yet. */
  List<SetAside> unrecorded() throws IOException {
    var found = new ArrayList<SetAside>();
    var prefix = String.valueOf(file.getFileName());
    try (var names = Files.newDirectoryStream(DurableFile.folderOf(file))) {
      for (var path : names) {
        var name = String.valueOf(path.getFileName());
        if (name.startsWith(prefix) && name.endsWith(PENDING)) {
          var matcher =
              NAME.matcher(name.substring(prefix.length(), name.length() - PENDING.length()));
          if (matcher.matches()) {
            var bytes = Files.readAllBytes(path);
            found.add(
                new SetAside(path, Long.parseLong(matcher.group(1)), bytes.length, sha(bytes)));
          }
        }
      }
    }
    found.sort(Comparator.comparingLong(SetAside::offset));
    return found;
  }

  /** An entry tells of it. */
  void recorded(SetAside aside) throws IOException {
    disk.rename(aside.pending(), file.resolveSibling(aside.recordedName()));
    disk.forceFolder(DurableFile.folderOf(file));
  }

  private static String sha(byte[] bytes) {
    return HexFormat.of().formatHex(CanonicalJson.sha256().digest(bytes));
  }
}
