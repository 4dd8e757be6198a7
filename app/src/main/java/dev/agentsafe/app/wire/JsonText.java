package dev.agentsafe.app.wire;

import dev.agentsafe.core.canonical.Value;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes values as JSON texts for programs and people; members keep their order.
 *
 * <p>Not the encoding behind digests. ASCII alone comes out, so that no terminal or log in between
 * can be misled; a number that JSON cannot say becomes null.
 */
public final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private final boolean indented;

  private JsonText(boolean indented) {
    this.indented = indented;
  }

  /** On one line. */
  public static String compact(Value value) {
    return new JsonText(false).append(value, 0).out.toString();
  }

  /** Two spaces deeper for each level, as people read it. */
  public static String pretty(Value value) {
    return new JsonText(true).append(value, 0).out.toString();
  }

  private JsonText append(Value value, int depth) {
    switch (value) {
      case Value.Null n -> out.append("null");
      case Value.Bool(var b) -> out.append(b);
      case Value.Int(var i) -> out.append(i);
      case Value.Real(var d) -> out.append(Double.isFinite(d) ? Double.toString(d) : "null");
      case Value.Text(var t) -> text(t);
      case Value.Items(var items) -> items(items.iterator(), depth);
      case Value.Fields f -> fields(f.values().entrySet().iterator(), depth);
    }
    return this;
  }

  private void items(Iterator<Value> items, int depth) {
    if (!items.hasNext()) {
      out.append("[]");
      return;
    }
    out.append('[');
    while (items.hasNext()) {
      line(depth + 1);
      append(items.next(), depth + 1);
      separate(items.hasNext());
    }
    line(depth);
    out.append(']');
  }

  private void fields(Iterator<Map.Entry<String, Value>> fields, int depth) {
    if (!fields.hasNext()) {
      out.append("{}");
      return;
    }
    out.append('{');
    while (fields.hasNext()) {
      line(depth + 1);
      var field = fields.next();
      text(field.getKey());
      out.append(indented ? ": " : ":");
      append(field.getValue(), depth + 1);
      separate(fields.hasNext());
    }
    line(depth);
    out.append('}');
  }

  private void line(int depth) {
    if (indented) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void separate(boolean more) {
    if (more) {
      out.append(',');
    }
  }

  private void text(String text) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c >= 0x7f) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
