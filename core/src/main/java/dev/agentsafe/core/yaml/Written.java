package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as they have to be written to be read as what they are; stateless. */
public final class Written {
  private static final int LONGEST_PLAIN = 200;
  private static final double LARGEST_WHOLE = 1e15;

  /** Names mostly are. Possessive: a group that may go back takes the stack at each turn. */
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*+(?:[-_/][A-Za-z0-9]++)*+");

  /** Words that YAML reads as something else than a text, in one of its versions. */
  private static final Set<String> MEANING =
      Set.of("y", "n", "yes", "no", "true", "false", "on", "off", "null");

  private Written() {}

  /** A value within brackets, or on one line. */
  public static String flow(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text(text);
      case Value.Items(var all) ->
          all.stream().map(Written::flow).collect(Collectors.joining(", ", "[", "]"));
      case Value.Fields(var all) ->
          all.entrySet().stream()
              .map(e -> text(e.getKey()) + ": " + flow(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Value.Real(double number) -> number(number);
      case Value.Int(var number) -> number.toString();
      case Value.Bool(boolean flag) -> String.valueOf(flag);
      case Value.Null _ -> "null";
    };
  }

  /** YAML 1.1 takes an exponent without a sign for a text. */
  private static String number(double number) {
    var said = Double.toString(number);
    boolean isWhole = number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE;
    return isWhole && said.contains("E")
        ? new BigDecimal(number).setScale(1).toPlainString()
        : said.replaceFirst("E(?=\\d)", "E+");
  }

  /** That text as it has to be written to be read as a text: in quotes where it needs them. */
  public static String text(String text) {
    return isPlain(text) ? text : quoted(text);
  }

  /** The same where no brackets are around it, so that commas and brackets need no quotes. */
  public static String line(String text) {
    return isPlain(text) || isPlainInLine(text) ? text : quoted(text);
  }

  /** That text in quotes of the kind that it had: single ones where they can hold it. */
  public static String quoted(String text, char like) {
    return like == '\'' && isClear(text) ? "'" + text.replace("'", "''") + "'" : quoted(text);
  }

  /** That text in double quotes. */
  public static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(out, c));
    return out.append('"').toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      default -> {
        if (!isHidden(c)) {
          out.appendCodePoint(c);
        } else if (c <= 0xffff) {
          out.append("\\u%04x".formatted(c));
        } else {
          out.append("\\U%08x".formatted(c));
        }
      }
    }
  }

  /** Whether it may stand in a text as it is; other characters need double quotes. */
  public static boolean isClear(String text) {
    return text.codePoints().noneMatch(Written::isHidden);
  }

  /**
   * What breaks lines, is not allowed in YAML, cannot be seen, or turns around what stands beside
   * it.
   */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** Whether it is read as that very text without quotes, in a flow too. */
  private static boolean isPlain(String text) {
    if (WORD.matcher(text).matches()) {
      return !MEANING.contains(text.toLowerCase(Locale.ROOT));
    }
    if (text.isEmpty()
        || text.equals("-")
        || text.startsWith("---")
        || text.startsWith("...")
        || text.length() > LONGEST_PLAIN
        || text.strip().length() != text.length()
        || !isClear(text)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean means = ",[]{}#:\"'\\".indexOf(c) >= 0 && !(c == ':' && inside(text, i));
      if (means || c < ' ') {
        return false;
      }
    }
    var within = "- [" + text + "]\n- {k: " + text + "}\n";
    var read =
        Document.read(new Source("", within), new Problems(""))
            .filter(Node.Sequence.class::isInstance)
            .map(root -> ((Node.Sequence) root).items());
    return read.isPresent()
        && read.get().getFirst() instanceof Node.Sequence list
        && list.items().size() == 1
        && isText(list.items().getFirst(), text)
        && read.get().getLast() instanceof Node.Mapping map
        && map.entries().size() == 1
        && isText(map.entries().getFirst().value(), text);
  }

  private static boolean isText(Node node, String text) {
    return node instanceof Node.Scalar scalar
        && scalar.form() == Node.Form.PLAIN
        && scalar.value().equals(new Value.Text(text))
        && Dialect.difference(scalar).isEmpty();
  }

  private static boolean isPlainInLine(String text) {
    if (text.isEmpty() || text.strip().length() != text.length() || !isClear(text)) {
      return false;
    }
    var read =
        Document.read(new Source("", "k: " + text + "\n"), new Problems(""))
            .filter(Node.Mapping.class::isInstance)
            .map(root -> ((Node.Mapping) root).entries().getFirst().value());
    return read.isPresent() && isText(read.get(), text);
  }

  private static boolean inside(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at + 1));
  }
}
