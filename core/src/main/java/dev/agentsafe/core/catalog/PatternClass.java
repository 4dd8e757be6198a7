package dev.agentsafe.core.catalog;

/** A character class of a Python pattern: {@code [} was read. */
final class PatternClass {
  private static final int SHORTHAND = -1;

  private final PatternText in;
  private final PatternFlags flags;
  private final StringBuilder members = new StringBuilder();

  PatternClass(PatternText in, PatternFlags flags) {
    this.in = in;
    this.flags = flags;
  }

  /**
   * The class in Java's words; a negated one as a look-ahead, so that negated shorthands inside
   * keep their meaning.
   */
  String translate() throws PythonPattern.Defect {
    var negated = in.eat("^");
    var first = true;
    while (first || !ends()) {
      first = false;
      var low = member();
      if (low == SHORTHAND) {
        if (ranges()) {
          throw new PythonPattern.Defect("a class is no end of a range");
        }
        continue;
      }
      if (!ranges()) {
        members.append(PatternText.literal(low));
        continue;
      }
      in.expect('-');
      var at = members.length();
      var high = member();
      if (high == SHORTHAND || members.length() != at) {
        throw new PythonPattern.Defect("a class is no end of a range");
      }
      if (high < low) {
        throw new PythonPattern.Defect("a character range that runs backwards");
      }
      members.append(PatternText.literal(low)).append('-').append(PatternText.literal(high));
    }
    in.expect(']');
    return negated ? "(?:(?![" + members + "])(?s:.))" : "[" + members + "]";
  }

  private boolean ends() throws PythonPattern.Defect {
    if (!in.more()) {
      throw new PythonPattern.Defect("a character set is not closed");
    }
    return in.peek() == ']';
  }

  /** Whether a range goes on here: a hyphen that is not the last of the class. */
  private boolean ranges() throws PythonPattern.Defect {
    return !ends() && in.peek() == '-' && in.lookingAtRange();
  }

  private int member() throws PythonPattern.Defect {
    var c = in.next();
    if (c != '\\') {
      return c;
    }
    if (!in.more()) {
      throw new PythonPattern.Defect("a backslash at the end");
    }
    return switch (in.peek()) {
      case 'd', 'D', 's', 'S', 'w', 'W' -> {
        members.append(flags.shorthand(in.next()));
        yield SHORTHAND;
      }
      case 'b' -> {
        in.next();
        yield '\b';
      }
      case '1', '2', '3', '4', '5', '6', '7' -> {
        var octal = in.threeOctalDigits();
        if (octal < 0) {
          throw new PythonPattern.Defect("bad escape `\\" + (char) in.peek() + "` in a set");
        }
        yield octal;
      }
      default -> in.escapedCodePoint();
    };
  }
}
