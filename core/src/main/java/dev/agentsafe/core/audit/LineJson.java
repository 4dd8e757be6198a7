package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads a journal line as Python's {@code json.loads} reads it: of duplicate members the last one
 * counts, {@code NaN} and {@code Infinity} are numbers, escapes may name lone surrogates.
 *
 * <p>The strict reader of the room {@code canonical} is for what comes in; this one sees in a line
 * what the verifier of 0.16 sees in it, so that both come to the same judgement.
 */
final class LineJson {
  /** Why a text is none that has one value and more behind it. */
  static final String TEXT_BEHIND = "text after the JSON value";

  private static final int DEEPEST = 900;
  private static final int LONGEST_INTEGER = 4300;

  private final String text;
  private int at;

  private LineJson(String text) {
    this.text = text;
  }

  /** What came of reading a line. */
  sealed interface Read {
    /** It is one JSON value. */
    record Good(Value value) implements Read {}

    /**
     * It is not.
     *
     * @param column 1-based
     */
    record Bad(int column, String why) implements Read {}
  }

  static Read read(String text) {
    var reader = new LineJson(text);
    try {
      reader.skipSpace();
      var value = reader.value(0);
      reader.skipSpace();
      return reader.at == text.length()
          ? new Read.Good(value)
          : new Read.Bad(reader.at + 1, TEXT_BEHIND);
    } catch (NotJson e) {
      return new Read.Bad(e.column, e.why);
    }
  }

  private Value value(int depth) throws NotJson {
    if (depth > DEEPEST) {
      throw bad("nested too deep");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> Value.of(string());
      case 't' -> word("true", Value.of(true));
      case 'f' -> word("false", Value.of(false));
      case 'n' -> word("null", Value.NULL);
      case 'N' -> word("NaN", Value.of(Double.NaN));
      case 'I' -> word("Infinity", Value.of(Double.POSITIVE_INFINITY));
      default ->
          text.startsWith("-Infinity", at)
              ? word("-Infinity", Value.of(Double.NEGATIVE_INFINITY))
              : number();
    };
  }

  private Value object(int depth) throws NotJson {
    var fields = new LinkedHashMap<String, Value>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return new Value.Fields(fields);
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw bad("a member's name in double quotes is missing");
      }
      var name = string();
      skipSpace();
      expect(':');
      skipSpace();
      fields.put(name, value(depth + 1));
      skipSpace();
      if (peek() == '}') {
        at++;
        return new Value.Fields(fields);
      }
      expect(',');
    }
  }

  private Value array(int depth) throws NotJson {
    var items = new ArrayList<Value>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return new Value.Items(items);
    }
    while (true) {
      skipSpace();
      items.add(value(depth + 1));
      skipSpace();
      if (peek() == ']') {
        at++;
        return new Value.Items(items);
      }
      expect(',');
    }
  }

  private String string() throws NotJson {
    var begin = ++at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      plain(text.charAt(at));
      at++;
    }
    if (peek() == '"') {
      return text.substring(begin, at++);
    }
    var out = new StringBuilder(text.substring(begin, at));
    while (peek() != '"') {
      var c = text.charAt(at++);
      out.append(c == '\\' ? escape() : plain(c));
    }
    at++;
    return out.toString();
  }

  private char plain(char c) throws NotJson {
    if (c < ' ') {
      throw bad("a control character in a string");
    }
    return c;
  }

  private char escape() throws NotJson {
    var c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> {
        at--;
        throw bad("an escape that JSON does not know");
      }
    };
  }

  private char unit() throws NotJson {
    var unit = 0;
    for (var i = 0; i < 4; i++) {
      var c = peek();
      var digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw bad("`\\u` needs four hex digits");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private Value number() throws NotJson {
    var begin = at;
    if (peek() == '-') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '0') {
      at++;
    } else if (digits() == 0) {
      at = begin;
      throw bad("a value is missing");
    }
    var whole = at;
    fraction();
    exponent();
    if (at > whole) {
      return Value.of(Double.parseDouble(text.substring(begin, at)));
    }
    if (whole - begin > LONGEST_INTEGER) {
      throw bad("an integer of more than " + LONGEST_INTEGER + " digits");
    }
    return new Value.Int(new BigInteger(text.substring(begin, at)));
  }

  private void fraction() {
    var begin = at;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      if (digits() > 0) {
        return;
      }
    }
    at = begin;
  }

  private void exponent() {
    var begin = at;
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      if (digits() > 0) {
        return;
      }
    }
    at = begin;
  }

  private int digits() {
    var begin = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - begin;
  }

  private Value word(String word, Value value) throws NotJson {
    if (!text.startsWith(word, at)) {
      throw bad("a value is missing");
    }
    at += word.length();
    return value;
  }

  private void expect(char c) throws NotJson {
    if (peek() != c) {
      throw bad("`" + c + "` is missing");
    }
    at++;
  }

  private char peek() throws NotJson {
    if (at >= text.length()) {
      throw bad("the line ends too early");
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private NotJson bad(String why) {
    return new NotJson(at + 1, why);
  }

  /** Leaves the descent; never leaves this class. */
  private static final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;
    private final int column;
    private final String why;

    NotJson(int column, String why) {
      super(why, null, false, false);
      this.column = column;
      this.why = why;
    }
  }
}
