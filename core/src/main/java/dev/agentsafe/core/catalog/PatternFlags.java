package dev.agentsafe.core.catalog;

/** The flags of Python's {@code re} in force at a place of a pattern. */
record PatternFlags(
    boolean ignoreCase, boolean multiline, boolean dotAll, boolean verbose, boolean ascii) {
  static final PatternFlags NONE = new PatternFlags(false, false, false, false, false);

  private static final String UNICODE_WORD = "\\p{L}\\p{N}_";
  private static final String UNICODE_SPACE = "\\p{Zs}\\t-\\r\\x1c-\\x1f\\x85\\u2028\\u2029";

  /**
   * Flags after a change.
   *
   * @param removes whether any were taken away
   */
  record Change(PatternFlags flags, boolean removes) {}

  /** Reads flag letters up to the closing mark, which stays unread. */
  static Change read(PatternText in, PatternFlags before) throws PythonPattern.Defect {
    var flags = before;
    var on = true;
    var letters = 0;
    while (in.more() && in.peek() != ')' && in.peek() != ':') {
      var c = in.next();
      if (c == '-' && on) {
        on = false;
        continue;
      }
      flags = flags.with(c, on);
      letters++;
    }
    if (letters == 0 || !in.more()) {
      throw new PythonPattern.Defect("unknown extension after `(?`");
    }
    return new Change(flags, !on);
  }

  private PatternFlags with(int letter, boolean on) throws PythonPattern.Defect {
    return switch (letter) {
      case 'i' -> new PatternFlags(on, multiline, dotAll, verbose, ascii);
      case 'm' -> new PatternFlags(ignoreCase, on, dotAll, verbose, ascii);
      case 's' -> new PatternFlags(ignoreCase, multiline, on, verbose, ascii);
      case 'x' -> new PatternFlags(ignoreCase, multiline, dotAll, on, ascii);
      case 'a', 'u' -> {
        if (!on) {
          throw new PythonPattern.Defect("the flag `" + (char) letter + "` cannot be turned off");
        }
        yield new PatternFlags(ignoreCase, multiline, dotAll, verbose, letter == 'a');
      }
      default ->
          throw new PythonPattern.Defect(
              "unknown extension or flag `" + Character.toString(letter) + "` after `(?`");
    };
  }

  /** A class of what {@code \w} matches. */
  String word() {
    return "[" + members('w') + "]";
  }

  /** {@code \d}, {@code \s}, {@code \w} and their opposites. */
  String shorthand(int letter) {
    var members = members(Character.toLowerCase(letter));
    return Character.isUpperCase(letter) ? "[^" + members + "]" : "[" + members + "]";
  }

  private String members(int letter) {
    return switch (letter) {
      case 'd' -> ascii ? "0-9" : "\\p{Nd}";
      case 's' -> ascii ? " \\t-\\r" : UNICODE_SPACE;
      default -> ascii ? "a-zA-Z0-9_" : UNICODE_WORD;
    };
  }
}
