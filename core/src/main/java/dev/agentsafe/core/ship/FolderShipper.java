package dev.agentsafe.core.ship;

import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Keeps a copy of the journal in another file, byte for byte, so that {@code audit verify} holds of
 * the copy what it holds of the journal.
 *
 * <p>Each line has its place in the copy: a parcel that comes again changes nothing.
 */
final class FolderShipper implements Shipper {
  private final Path copy;
  private final Disk disk;

  FolderShipper(Path copy, Disk disk) {
    this.copy = copy;
    this.disk = disk;
  }

  @Override
  public Delivery deliver(Parcel parcel) {
    try {
      DurableFile.createFolders(disk, DurableFile.folderOf(copy));
      try (var storage = disk.open(copy)) {
        if (storage.size() < parcel.offset()) {
          return new Delivery.Failed(
              "`%s` holds %d bytes where %d were shipped: put it aside and ship from line 0"
                  .formatted(copy, storage.size(), parcel.offset()));
        }
        storage.write(ByteBuffer.wrap(bytes(parcel)), parcel.offset());
        storage.force();
      }
      disk.forceFolder(DurableFile.folderOf(copy));
      return new Delivery.Arrived();
    } catch (IOException e) {
      return new Delivery.Failed("`%s` cannot be written: %s".formatted(copy, e.getMessage()));
    }
  }

  static byte[] bytes(Parcel parcel) {
    var all = new StringBuilder();
    parcel.lines().forEach(line -> all.append(line.text()).append('\n'));
    return all.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    // Nothing is kept open.
  }
}
