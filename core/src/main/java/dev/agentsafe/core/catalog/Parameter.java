package dev.agentsafe.core.catalog;

import dev.agentsafe.core.canonical.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One parameter of an action.
 *
 * @param use whether it must be given, what stands in for it, whether it is secret
 */
public record Parameter(
    String name, Type type, String description, Use use, Constraints constraints) {

  /** The type of a parameter's value. */
  public enum Type {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    ARRAY;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The word used in files. */
    public String label() {
      return label;
    }

    /** The type named by that word, if there is one. */
    public static Optional<Type> of(String label) {
      for (var type : values()) {
        if (type.label.equals(label)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * How a parameter is used.
   *
   * @param defaultValue empty where the file has none or null
   * @param secret its value never reaches journal, logs or screen
   */
  public record Use(boolean required, Optional<Value> defaultValue, boolean secret) {}

  /**
   * Limits on a value; each applies where it is present and where the value's type has it.
   *
   * @param length in code points, of texts and arrays
   * @param pattern must match the whole text; Python's syntax as far as it can be said here
   */
  public record Constraints(
      Optional<Value> minValue,
      Optional<Value> maxValue,
      LengthLimit length,
      Optional<Pattern> pattern,
      Optional<List<Value>> allowed) {

    /** No limits at all. */
    public static final Constraints NONE =
        new Constraints(
            Optional.empty(),
            Optional.empty(),
            new LengthLimit(Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty());
  }

  /** Inclusive limits of a length. */
  public record LengthLimit(Optional<Value> min, Optional<Value> max) {}

  /**
   * A pattern that a text must match as a whole; thread-safe.
   *
   * @param source as in the file, Python's syntax
   * @param compiled empty where it is no pattern: then it matches nothing
   * @param defect why it is no pattern
   */
  public record Pattern(
      String source, Optional<java.util.regex.Pattern> compiled, Optional<String> defect) {

    /** Reads a pattern; one that is none says so in its defect. */
    public static Pattern of(String source) {
      try {
        return new Pattern(source, Optional.of(PythonPattern.compile(source)), Optional.empty());
      } catch (PythonPattern.Defect e) {
        return new Pattern(source, Optional.empty(), Optional.of(e.why()));
      }
    }

    /**
     * Whether the whole text matches; never where that cannot be told with reasonable effort, so
     * that a hostile text costs milliseconds and is refused.
     */
    public boolean matches(String text) {
      return compiled.isPresent() && BoundedMatch.matches(compiled.get(), text);
    }
  }
}
