package dev.agentsafe.core.tlog;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a tile of a tree is kept, as {@code c2sp.org/tlog-tiles} says.
 *
 * @param level 0 for hashes of entries, to 63
 * @param index the number of the tile in its level
 * @param width how many hashes it holds, 1 to 256
 */
public record TilePath(int level, long index, int width) {
  /** How many hashes a full tile holds. */
  public static final int FULL = 256;

  /** Levels of the tree that a tile spans. */
  public static final int HEIGHT = 8;

  private static final Pattern FORM =
      Pattern.compile("tile/(0|[1-9]\\d?)/((?:x\\d{3}/){0,6}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

  /** Checks that the tile can be. */
  public TilePath {
    if (level < 0 || level > 63 || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException("no tile: " + level + ", " + index + ", " + width);
    }
  }

  /** Reads a path such as {@code tile/0/x001/234.p/17}; empty where it is none. */
  public static Optional<TilePath> parse(String path) {
    var form = FORM.matcher(path);
    if (!form.matches()) {
      return Optional.empty();
    }
    var level = Integer.parseInt(form.group(1));
    // At most 21 digits: more than a long may hold.
    var digits = form.group(2).replace("x", "").replace("/", "");
    var index = digits.length() > 18 ? -1 : Long.parseLong(digits);
    var width = form.group(3) == null ? FULL : Integer.parseInt(form.group(3));
    if (level > 63 || index < 0 || (form.group(3) != null && width >= FULL)) {
      return Optional.empty();
    }
    // Leading zeros beyond those of the form would give one tile two paths.
    var tile = new TilePath(level, index, width);
    return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
  }

  /** Whether it holds all the hashes that it ever will. */
  public boolean isFull() {
    return width == FULL;
  }

  /** The tile at the same place when it is full. */
  public TilePath full() {
    return new TilePath(level, index, FULL);
  }

  /** The path, with slashes, such as {@code tile/0/x001/234.p/17}. */
  public String path() {
    var elements = "%03d".formatted(index % 1000);
    for (var rest = index / 1000; rest > 0; rest /= 1000) {
      elements = "x%03d/%s".formatted(rest % 1000, elements);
    }
    return "tile/" + level + "/" + elements + (isFull() ? "" : ".p/" + width);
  }
}
