package dev.agentsafe.executors.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What stands before the body of an HTTP/1.1 message; immutable.
 *
 * @param first its request or status line
 */
record Head(String first, List<Header> headers) {
  private static final int LONGEST = 64 * 1024;

  /** A name as it was written, and its value. */
  record Header(String name, String value) {}

  Head {
    headers = List.copyOf(headers);
  }

  /**
   * Reads one.
   *
   * @return empty where the connection ends before it does
   * @throws IOException where it is none
   */
  static Optional<Head> read(InputStream in) throws IOException {
    int left = LONGEST;
    var lines = new ArrayList<String>();
    while (true) {
      var line = line(in, left);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      left -= line.get().length() + 2;
      if (line.get().isEmpty()) {
        return Optional.of(of(lines));
      }
      lines.add(line.get());
    }
  }

  private static Optional<String> line(InputStream in, int most) throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      if (b == '\n') {
        var text = line.toString(StandardCharsets.ISO_8859_1);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      }
      if (line.size() >= most) {
        throw new IOException("a head of more than " + LONGEST + " bytes");
      }
      line.write(b);
    }
  }

  private static Head of(List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      throw new IOException("an empty head");
    }
    var headers = new ArrayList<Header>();
    for (var line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("a line without a header");
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new Head(lines.getFirst(), headers);
  }

  /** The first header of that name. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** The same without those headers; names in lower case. */
  Head without(Set<String> names) {
    var kept =
        headers.stream()
            .filter(h -> !names.contains(h.name().toLowerCase(java.util.Locale.ROOT)))
            .toList();
    return new Head(first, kept);
  }

  /** The same with one more. */
  Head with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Head(first, more);
  }

  /** The status of an answer; 0 where it is none. */
  int status() {
    return first.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")
        ? Integer.parseInt(first.substring(9, 12))
        : 0;
  }

  /** Whether it asks for a WebSocket. */
  boolean asksForWebSocket() {
    return header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  byte[] bytes() {
    var text = new StringBuilder(first).append("\r\n");
    headers.forEach(h -> text.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
