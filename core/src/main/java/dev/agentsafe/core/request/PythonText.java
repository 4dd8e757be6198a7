package dev.agentsafe.core.request;

import dev.agentsafe.core.canonical.PythonFloat;
import dev.agentsafe.core.canonical.Value;
import java.util.stream.Collectors;

/** Values as Python's {@code str} and {@code repr} write them, which 0.16's messages use. */
public final class PythonText {
  private PythonText() {}

  /** {@code str(value)}. */
  public static String str(Value value) {
    return value instanceof Value.Text(var text) ? text : repr(value);
  }

  /** {@code repr(value)}. */
  public static String repr(Value value) {
    return switch (value) {
      case Value.Null n -> "None";
      case Value.Bool(var b) -> b ? "True" : "False";
      case Value.Int(var i) -> i.toString();
      case Value.Real(var d) -> number(d);
      case Value.Text(var text) -> quoted(text);
      case Value.Items(var items) ->
          items.stream().map(PythonText::repr).collect(Collectors.joining(", ", "[", "]"));
      case Value.Fields fields ->
          fields.values().entrySet().stream()
              .map(e -> quoted(e.getKey()) + ": " + repr(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  /** {@code type(value).__name__}. */
  public static String type(Value value) {
    return switch (value) {
      case Value.Null n -> "NoneType";
      case Value.Bool b -> "bool";
      case Value.Int i -> "int";
      case Value.Real d -> "float";
      case Value.Text t -> "str";
      case Value.Items i -> "list";
      case Value.Fields f -> "dict";
    };
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : PythonFloat.repr(value);
  }

  private static String quoted(String text) {
    var quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    var out = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints()
        .forEach(c -> {
          if (c == quote || c == '\\') {
            out.append('\\').appendCodePoint(c);
          } else if (c == '\n') {
            out.append("\\n");
          } else if (c == '\r') {
            out.append("\\r");
          } else if (c == '\t') {
            out.append("\\t");
          } else if (printable(c)) {
            out.appendCodePoint(c);
          } else if (c <= 0xFF) {
            out.append("\\x%02x".formatted(c));
          } else {
            out.append(c <= 0xFFFF ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
          }
        });
    return out.append(quote).toString();
  }

  private static boolean printable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }
}
