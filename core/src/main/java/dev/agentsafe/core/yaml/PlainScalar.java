package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What an unquoted scalar means in YAML 1.1, as PyYAML reads it. */
final class PlainScalar {
  private static final int LONGEST_NUMBER = 4_300;

  // Possessive where a group repeats: one that may go back takes the stack at each turn.
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
              + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])++\\.[0-9_]*"
              + "|[-+]?\\.(?:inf|Inf|INF)"
              + "|\\.(?:nan|NaN|NAN)");
  private static final Pattern INT =
      Pattern.compile(
          "[-+]?0b[0-1_]+"
              + "|[-+]?0[0-7_]+"
              + "|[-+]?(?:0|[1-9][0-9_]*)"
              + "|[-+]?0x[0-9a-fA-F_]+"
              + "|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])++");
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}"
              + "|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \\t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}"
              + "(?:\\.[0-9]*)?(?:[ \\t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?");
  private static final Map<String, Value> WORDS =
      Map.ofEntries(
          Map.entry("", Value.NULL),
          Map.entry("~", Value.NULL),
          Map.entry("null", Value.NULL),
          Map.entry("Null", Value.NULL),
          Map.entry("NULL", Value.NULL),
          Map.entry("yes", Value.of(true)),
          Map.entry("Yes", Value.of(true)),
          Map.entry("YES", Value.of(true)),
          Map.entry("no", Value.of(false)),
          Map.entry("No", Value.of(false)),
          Map.entry("NO", Value.of(false)),
          Map.entry("true", Value.of(true)),
          Map.entry("True", Value.of(true)),
          Map.entry("TRUE", Value.of(true)),
          Map.entry("false", Value.of(false)),
          Map.entry("False", Value.of(false)),
          Map.entry("FALSE", Value.of(false)),
          Map.entry("on", Value.of(true)),
          Map.entry("On", Value.of(true)),
          Map.entry("ON", Value.of(true)),
          Map.entry("off", Value.of(false)),
          Map.entry("Off", Value.of(false)),
          Map.entry("OFF", Value.of(false)));

  private PlainScalar() {}

  /** What came of reading an unquoted scalar. */
  sealed interface Reading {}

  /** It has a value. */
  record Is(Value value) implements Reading {}

  /** It looks like a date or a time. */
  record Date() implements Reading {}

  /** It means nothing without quotes. */
  record Not(String why) implements Reading {}

  static Reading read(String text) {
    if (text.length() <= 5) {
      var word = WORDS.get(text);
      if (word != null) {
        return new Is(word);
      }
    }
    return switch (text.charAt(0)) {
      case '-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(text);
      case '<' -> text.equals("<<") ? quote(text) : text(text);
      case '=' -> text.equals("=") ? quote(text) : text(text);
      default -> text(text);
    };
  }

  private static Reading text(String text) {
    return new Is(new Value.Text(text));
  }

  private static Reading quote(String text) {
    return new Not("`" + text + "` has a meaning of its own in YAML; put it in quotes");
  }

  private static Reading number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return digitsOnly(text)
          ? new Not("a number of more than 4300 digits; put it in quotes if it is a text")
          : text(text);
    }
    if (FLOAT.matcher(text).matches()) {
      return new Is(Value.of(real(text)));
    }
    if (INT.matcher(text).matches()) {
      return whole(text);
    }
    return DATE.matcher(text).matches() ? new Date() : text(text);
  }

  private static boolean digitsOnly(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || "-+_.:".indexOf(c) >= 0);
  }

  private static double real(String text) {
    var plain = text.replace("_", "").toLowerCase(Locale.ROOT);
    var negative = plain.startsWith("-");
    var body = negative || plain.startsWith("+") ? plain.substring(1) : plain;
    double size;
    if (body.equals(".inf")) {
      size = Double.POSITIVE_INFINITY;
    } else if (body.equals(".nan")) {
      size = Double.NaN;
    } else if (body.indexOf(':') >= 0) {
      size = 0;
      for (var part : body.split(":", -1)) {
        size = size * 60 + Double.parseDouble(part);
      }
    } else {
      size = Double.parseDouble(body);
    }
    return negative ? -size : size;
  }

  private static Reading whole(String text) {
    var plain = text.replace("_", "");
    var negative = plain.startsWith("-");
    var body = negative || plain.startsWith("+") ? plain.substring(1) : plain;
    BigInteger size;
    if (body.equals("0")) {
      size = BigInteger.ZERO;
    } else if (body.startsWith("0b") || body.startsWith("0x")) {
      if (body.length() == 2) {
        return quote(text);
      }
      size = new BigInteger(body.substring(2), body.charAt(1) == 'b' ? 2 : 16);
    } else if (body.startsWith("0")) {
      size = new BigInteger(body, 8);
    } else if (body.indexOf(':') >= 0) {
      size = BigInteger.ZERO;
      for (var part : body.split(":", -1)) {
        size = size.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
      }
    } else {
      size = new BigInteger(body);
    }
    return new Is(new Value.Int(negative ? size.negate() : size));
  }
}
