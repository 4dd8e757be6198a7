package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.tlog.Tile;
import dev.agentsafe.core.tlog.TilePath;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tiles of a journal's tree on the disk; used by one thread at a time.
 *
 * <p>A tile is never changed: it is written beside its name, forced and renamed, so that a crash
 * leaves it whole or missing. One that is missing is made again from the journal.
 */
final class TileFolder {
  private final SealFolder files;
  private final Disk disk;
  private final Set<Path> unforced = new TreeSet<>();

  TileFolder(SealFolder files, Disk disk) {
    this.files = files;
    this.disk = disk;
  }

  TileSource source() {
    return TileSource.in(files.folder());
  }

  /** Writes tiles, but for those that are there; durable after {@link #force}. */
  void write(List<Tile> tiles) throws IOException {
    for (var tile : tiles) {
      var file = files.tile(tile.path());
      var folder = DurableFile.folderOf(file);
      // Also where the tile is there: an attempt that failed may have left its name unforced.
      unforced.add(folder);
      if (!has(tile)) {
        DurableFile.createFolders(disk, folder);
        var beside = file.resolveSibling(file.getFileName() + ".tmp");
        try (var storage = disk.open(beside)) {
          storage.truncate(0);
          storage.write(ByteBuffer.wrap(tile.content()), 0);
          storage.force();
        }
        disk.rename(beside, file);
      }
    }
  }

  /** Whether a tile is there as it must be. */
  boolean has(Tile tile) {
    return source().tile(tile.path()).filter(tile::equals).isPresent();
  }

  /** Whether all full tiles of a tree of that size are there; what they hold is not read. */
  boolean areThere(long size) throws IOException {
    var level = 0;
    for (var full = size / TilePath.FULL; full > 0; full /= TilePath.FULL) {
      for (var index = 0L; index < full; index++) {
        var file = files.tile(new TilePath(level, index, TilePath.FULL));
        if (!Files.isRegularFile(file)
            || Files.size(file) != (long) TilePath.FULL * TreeHash.LENGTH) {
          return false;
        }
      }
      level++;
    }
    return true;
  }

  /** Makes the names of the tiles durable. */
  void force() throws IOException {
    for (var folder : unforced) {
      disk.forceFolder(folder);
    }
    unforced.clear();
  }

  /** Removes the partial tiles at the places of some tiles, but for those to be kept. */
  void prune(List<Tile> places, Set<TilePath> kept) throws IOException {
    for (var tile : places) {
      var full = files.tile(tile.path().full());
      var folder = full.resolveSibling(full.getFileName() + ".p");
      if (Files.isDirectory(folder)) {
        prune(folder, tile.path(), kept);
      }
    }
  }

  private static void prune(Path folder, TilePath place, Set<TilePath> kept) throws IOException {
    var names =
        kept.stream()
            .filter(k -> k.full().equals(place.full()) && !k.isFull())
            .map(k -> Integer.toString(k.width()))
            .toList();
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var file : entries) {
        if (!names.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
    if (names.isEmpty()) {
      Files.delete(folder);
    }
  }
}
