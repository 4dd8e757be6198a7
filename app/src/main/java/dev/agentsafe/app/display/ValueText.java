package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.core.canonical.Value;
import java.util.stream.Collectors;

/**
 * JSON values as people read them: bounded, nothing invisible, a text that looks like a number
 * quoted.
 */
public final class ValueText {
  private ValueText() {}

  /** The value on one line. */
  public static String line(Value value) {
    return switch (value) {
      case Value.Text t when !ambiguous(t.value()) -> Untrusted.line(t.value());
      default -> Untrusted.line(json(value));
    };
  }

  /** The value over several lines, members on a line of their own. */
  public static String block(Value value) {
    var out = new StringBuilder();
    write(out, value, "");
    return Untrusted.block(out.toString(), 400);
  }

  private static boolean ambiguous(String text) {
    return text.isBlank()
        || text.equals("null")
        || text.equals("true")
        || text.equals("false")
        || text.strip().length() != text.length()
        || text.matches("[-+.]?[0-9][-+.0-9eE]*");
  }

  private static String json(Value value) {
    return switch (value) {
      case Value.Null n -> "null";
      case Value.Bool b -> String.valueOf(b.value());
      case Value.Int i -> i.value().toString();
      case Value.Real r -> String.valueOf(r.value());
      case Value.Text t -> quoted(t.value());
      case Value.Items items ->
          items.values().stream().map(ValueText::json).collect(Collectors.joining(", ", "[", "]"));
      case Value.Fields fields ->
          fields.values().entrySet().stream()
              .map(e -> quoted(e.getKey()) + ": " + json(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static void write(StringBuilder out, Value value, String indent) {
    switch (value) {
      case Value.Fields fields when !fields.values().isEmpty() -> {
        out.append("{\n");
        var inner = indent + "  ";
        var separator = "";
        for (var entry : fields.values().entrySet()) {
          out.append(separator).append(inner).append(quoted(entry.getKey())).append(": ");
          write(out, entry.getValue(), inner);
          separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
      }
      default -> out.append(json(value));
    }
  }

  private static String quoted(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    for (var i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(text.charAt(i));
      }
    }
    return out.append('"').toString();
  }
}
