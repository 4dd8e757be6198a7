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
   * <p>Instead of a partial tile the full one at its place may be there. A file that cannot be read
   * is as one that is missing.
   *
   * @param folder the one that has the folder {@code tile}
   */
  static TileSource in(Path folder) {
    return path ->
        read(folder, path)
            .or(() ->
                path.isFull()
                    ? Optional.empty()
                    : read(folder, path.full()).map(tile -> tile.narrowed(path.width())));
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
