package dev.agentsafe.core.catalog;

import java.util.Locale;

/** The text of a Python pattern while it is read, by code points. */
final class PatternText {
  private final int[] text;
  private int at;

  PatternText(String source) {
    text = source.codePoints().toArray();
  }

  static String literal(int codePoint) {
    var plain =
        (codePoint >= '0' && codePoint <= '9')
            || (codePoint >= 'a' && codePoint <= 'z')
            || (codePoint >= 'A' && codePoint <= 'Z');
    return plain ? Character.toString(codePoint) : "\\x{" + Integer.toHexString(codePoint) + "}";
  }

  static boolean isName(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*");
  }

  boolean more() {
    return at < text.length;
  }

  int peek() {
    return text[at];
  }

  int next() throws PythonPattern.Defect {
    if (!more()) {
      throw new PythonPattern.Defect("it ends too early");
    }
    return text[at++];
  }

  int position() {
    return at;
  }

  boolean eat(String wanted) {
    if (at + wanted.length() > text.length) {
      return false;
    }
    for (var i = 0; i < wanted.length(); i++) {
      if (text[at + i] != wanted.charAt(i)) {
        return false;
      }
    }
    at += wanted.length();
    return true;
  }

  void expect(char wanted) throws PythonPattern.Defect {
    if (next() != wanted) {
      throw new PythonPattern.Defect("`" + wanted + "` is missing");
    }
  }

  String until(char end) throws PythonPattern.Defect {
    var taken = new StringBuilder();
    for (var c = next(); c != end; c = next()) {
      taken.appendCodePoint(c);
    }
    return taken.toString();
  }

  boolean skipBlank() {
    var c = text[at];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      at++;
      return true;
    }
    if (c != '#') {
      return false;
    }
    while (more() && text[at] != '\n') {
      at++;
    }
    return true;
  }

  void skipAllBlank() {
    while (more() && skipBlank()) {
      // each step moves on
    }
  }

  /** Whether a hyphen here stands between two members of a class. */
  boolean lookingAtRange() throws PythonPattern.Defect {
    if (at + 1 >= text.length) {
      throw new PythonPattern.Defect("a character set is not closed");
    }
    return text[at + 1] != ']';
  }

  /** A quantifier in Java's words; the empty text, and nothing read, where none begins here. */
  String quantifier() throws PythonPattern.Defect {
    if (!more()) {
      return "";
    }
    var start = at;
    var range =
        switch (text[at]) {
          case '*', '+', '?' -> Character.toString(text[at++]);
          case '{' -> braces();
          default -> "";
        };
    if (range.isEmpty()) {
      at = start;
      return "";
    }
    if (eat("?")) {
      return range + "?";
    }
    return eat("+") ? range + "+" : range;
  }

  private String braces() throws PythonPattern.Defect {
    at++;
    if (more() && text[at] == '}') {
      return "";
    }
    var low = digits();
    var comma = eat(",");
    var high = comma ? digits() : low;
    if (!eat("}") || (!comma && low.isEmpty())) {
      return "";
    }
    var least = number(low.isEmpty() ? "0" : low);
    if (high.isEmpty()) {
      return "{" + least + ",}";
    }
    if (number(high) < least) {
      throw new PythonPattern.Defect("min repeat greater than max repeat");
    }
    return "{" + least + "," + number(high) + "}";
  }

  private static int number(String digits) throws PythonPattern.Defect {
    if (digits.length() > 6) {
      throw new PythonPattern.Defect("the repetition number is too large");
    }
    return Integer.parseInt(digits);
  }

  private String digits() {
    var taken = new StringBuilder();
    while (more() && text[at] >= '0' && text[at] <= '9') {
      taken.appendCodePoint(text[at++]);
    }
    return taken.toString();
  }

  /** The code point of three octal digits ahead; -1, and nothing read, where they are not. */
  int threeOctalDigits() throws PythonPattern.Defect {
    if (at + 3 > text.length || !octal(text[at]) || !octal(text[at + 1]) || !octal(text[at + 2])) {
      return -1;
    }
    var value = (text[at] - '0') * 64 + (text[at + 1] - '0') * 8 + (text[at + 2] - '0');
    if (value > 0xFF) {
      throw new PythonPattern.Defect("an octal escape outside of 0-0o377");
    }
    at += 3;
    return value;
  }

  private static boolean octal(int c) {
    return c >= '0' && c <= '7';
  }

  /** What a backslash before this place stands for, where it stands for one character. */
  int escapedCodePoint() throws PythonPattern.Defect {
    var c = next();
    return switch (c) {
      case 'a' -> 7;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      case 'U' -> hex(8);
      case 'N' -> name();
      case '0' -> {
        var value = 0;
        for (var i = 0; i < 2 && more() && octal(text[at]); i++) {
          value = value * 8 + (text[at++] - '0');
        }
        yield value;
      }
      default -> {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
          throw new PythonPattern.Defect("bad escape `\\" + Character.toString(c) + "`");
        }
        yield c;
      }
    };
  }

  private int hex(int digits) throws PythonPattern.Defect {
    var value = 0L;
    for (var i = 0; i < digits; i++) {
      var c = next();
      var digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new PythonPattern.Defect("an incomplete hexadecimal escape");
      }
      value = value * 16 + digit;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw new PythonPattern.Defect("a character beyond Unicode");
    }
    return (int) value;
  }

  private int name() throws PythonPattern.Defect {
    expect('{');
    var name = until('}');
    try {
      return Character.codePointOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new PythonPattern.Defect("there is no character named `" + name + "`");
    }
  }
}
