package dev.agentsafe.core.yaml;

/**
 * Something wrong at a place of a file.
 *
 * @param code stable and short, such as {@code unknown-key}
 * @param message for people: quotes the value in backticks and says what to do
 */
public record Problem(Location location, Severity severity, String code, String message) {

  /** How bad it is; an error keeps the file from loading. */
  public enum Severity {
    ERROR,
    WARNING,
    HINT
  }

  /** An error. */
  public static Problem error(Location location, String code, String message) {
    return new Problem(location, Severity.ERROR, code, message);
  }

  /** A warning. */
  public static Problem warning(Location location, String code, String message) {
    return new Problem(location, Severity.WARNING, code, message);
  }

  /** The same in that file, that many lines further down. */
  public Problem placed(String file, int lines) {
    return new Problem(
        new Location(file, location.line() + lines, location.column()), severity, code, message);
  }

  /** {@code file:line:column: message}. */
  @Override
  public String toString() {
    return location + ": " + message;
  }
}
