package dev.agentsafe.core.tlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the tiles of a tree are found; what they hold is believed only after it was proven. */
@FunctionalInterface
public interface TileSource {
  /** The tile of that path; empty where there is none, or it has another length than it must. */
  Optional<Tile> tile(TilePath path);

  /**
   * The tiles below a folder.
   *
   * <p>Instead of a partial tile the full one at its place, or a wider one, may be there. A file
   * that cannot be read is as one that is missing.
   *
   * @param folder the one that has the folder {@code tile}
   */
  static TileSource in(Path folder) {
    return path ->
        read(folder, path)
            .or(() -> read(folder, path.full()).filter(_ -> !path.isFull()))
            .or(() -> wider(folder, path))
            .map(tile -> tile.narrowed(path.width()));
  }

  private static Optional<Tile> wider(Path folder, TilePath path) {
    if (path.isFull()) {
      return Optional.empty();
    }
    var beside = folder.resolve(path.full().path() + ".p");
    for (var width = path.width() + 1;
        width < TilePath.FULL && Files.isDirectory(beside);
        width++) {
      var tile = read(folder, new TilePath(path.level(), path.index(), width));
      if (tile.isPresent()) {
        return tile;
      }
    }
    return Optional.empty();
  }

  private static Optional<Tile> read(Path folder, TilePath path) {
    var length = path.width() * TreeHash.LENGTH;
    try (InputStream in = Files.newInputStream(folder.resolve(path.path()))) {
      return Tile.of(path, in.readNBytes(length + 1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
