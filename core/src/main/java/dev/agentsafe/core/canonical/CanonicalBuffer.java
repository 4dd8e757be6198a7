package dev.agentsafe.core.canonical;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A growing run of canonical bytes; not thread-safe. */
public final class CanonicalBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[512];
  private int length;

  /** An empty buffer. */
  public CanonicalBuffer() {}

  /** Appends a value. */
  public CanonicalBuffer value(Value value) {
    return switch (value) {
      case Value.Null _ -> ascii("null");
      case Value.Bool(var b) -> ascii(b ? "true" : "false");
      case Value.Int(var i) -> ascii(i.toString());
      case Value.Real(var d) -> ascii(PythonFloat.repr(d));
      case Value.Text(var t) -> text(t);
      case Value.Items(var items) -> items(items);
      case Value.Fields(var fields) -> fields(fields);
    };
  }

  /** Appends a text as a quoted string. */
  public CanonicalBuffer text(String text) {
    reserve(text.length() * 6 + 2);
    put('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
        bytes[length++] = (byte) c;
      } else {
        escaped(c);
      }
    }
    put('"');
    return this;
  }

  /** Appends ASCII characters as they are. */
  public CanonicalBuffer ascii(String text) {
    reserve(text.length());
    for (var i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** A copy of the bytes so far. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private CanonicalBuffer items(Iterable<Value> items) {
    ascii("[");
    var separator = "";
    for (var item : items) {
      ascii(separator).value(item);
      separator = ", ";
    }
    return ascii("]");
  }

  private CanonicalBuffer fields(Map<String, Value> fields) {
    var names = fields.keySet().toArray(String[]::new);
    Arrays.sort(names, CodePoints.ORDER);
    ascii("{");
    var separator = "";
    for (var name : names) {
      ascii(separator).text(name).ascii(": ").value(requireNonNull(fields.get(name)));
      separator = ", ";
    }
    return ascii("}");
  }

  private void escaped(char c) {
    put('\\');
    switch (c) {
      case '"', '\\' -> put(c);
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      case '\b' -> put('b');
      case '\f' -> put('f');
      default -> {
        put('u');
        for (var shift = 12; shift >= 0; shift -= 4) {
          bytes[length++] = HEX[c >> shift & 0xf];
        }
      }
    }
  }

  private void put(char c) {
    bytes[length++] = (byte) c;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
