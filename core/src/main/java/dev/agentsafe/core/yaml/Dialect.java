package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where YAML 1.1, which is read here, and YAML 1.2 understand an unquoted value differently. */
public final class Dialect {
  private static final Pattern INT_12 = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern FLOAT_12 =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private Dialect() {}

  /** What each of them reads, in words; empty where they agree. */
  public static Optional<String> difference(Node.Scalar scalar) {
    if (scalar.form() == Node.Form.QUOTED) {
      return Optional.empty();
    }
    var text = scalar.text();
    if (scalar.form() == Node.Form.DATE) {
      return said("a date", "a text");
    }
    return switch (scalar.value()) {
      case Value.Bool(var value) ->
          text.toLowerCase(Locale.ROOT).equals(String.valueOf(value))
              ? Optional.empty()
              : said("`" + value + "`", "a text");
      case Value.Int(var value) -> ofInt(text, value);
      case Value.Real real ->
          FLOAT_12.matcher(text).matches() || text.contains("inf") || text.contains("nan")
              ? Optional.empty()
              : said("a number", "a text");
      case Value.Text t ->
          INT_12.matcher(text).matches() || FLOAT_12.matcher(text).matches()
              ? said("a text", "a number")
              : Optional.empty();
      case Value.Null n -> Optional.empty();
      case Value.Items i -> Optional.empty();
      case Value.Fields f -> Optional.empty();
    };
  }

  private static Optional<String> ofInt(String text, java.math.BigInteger value) {
    if (!INT_12.matcher(text).matches()) {
      return said("`" + value + "`", "a text");
    }
    var digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return digits.length() > 1 && digits.startsWith("0") && !digits.startsWith("0x")
        ? said("`" + value + "`", "another number")
        : Optional.empty();
  }

  private static Optional<String> said(String here, String there) {
    return Optional.of(here + " in YAML 1.1, which is read here, and " + there + " in YAML 1.2");
  }
}
