package dev.agentsafe.core.yaml;

/**
 * A place in a file.
 *
 * @param file as people know it: relative to where they stand, or absolute
 * @param line 1-based; 0 where the whole file is meant
 * @param column 1-based, in code points; 0 where the whole file is meant
 */
public record Location(String file, int line, int column) {

  /** The file as a whole. */
  public static Location ofFile(String file) {
    return new Location(file, 0, 0);
  }

  /** {@code file:line:column}, or the file alone. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
