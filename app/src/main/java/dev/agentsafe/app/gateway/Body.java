package dev.agentsafe.app.gateway;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** What came of reading a call's body: a JSON object, or why not. */
sealed interface Body {
  /** The most bytes that are read. */
  int LIMIT = 1 << 20;

  /** The most bytes of a refused body that are taken off the wire, so that its sender hears why. */
  int MOST_DRAINED = 16 * LIMIT;

  /** The most levels of objects and lists. */
  int DEPTH = 64;

  /** It is an object. */
  record Good(Value.Fields fields) implements Body {}

  /** It is not. */
  record Bad(Answer answer) implements Body {}

  /** Reads it; no more than the limit is ever kept. */
  static Body read(Request request) throws IOException {
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !json(type)) {
      return bad(415, "unsupported_media_type", "Send `Content-Type: application/json`.");
    }
    try (var in = Content.Source.asInputStream(request)) {
      if (request.getLength() <= LIMIT) {
        var bytes = in.readNBytes(LIMIT + 1);
        if (bytes.length <= LIMIT) {
          return parse(bytes);
        }
      }
      drain(in);
      return tooLarge();
    }
  }

  /** Takes what is still under way, so that a caller who is sending hears the answer. */
  private static void drain(InputStream in) throws IOException {
    var rest = new byte[8_192];
    var left = MOST_DRAINED;
    while (left > 0) {
      var got = in.read(rest);
      if (got < 0) {
        return;
      }
      left -= got;
    }
  }

  private static boolean json(String type) {
    var parts = type.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
    return parts[0].equals("application/json")
        && (parts.length == 1
            || (parts.length == 2 && parts[1].replace("\"", "").equals("charset=utf-8")));
  }

  private static Body parse(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return bad(400, "invalid_json", "The body is not UTF-8.");
    }
    var deep = tooDeep(text);
    if (deep.isPresent()) {
      return new Bad(
          Answer.error(
              400,
              new Answer.Fault(
                  "invalid_json",
                  "The body nests deeper than " + DEPTH + " levels.",
                  Optional.empty(),
                  deep)));
    }
    return switch (Json.read(text)) {
      case Json.Read.Good(Value.Fields fields) -> new Good(fields);
      case Json.Read.Good other ->
          bad(400, "invalid_json", "The body must be a JSON object: `{…}`.");
      case Json.Read.Bad(var line, var column, var message) ->
          new Bad(
              Answer.error(
                  400,
                  new Answer.Fault(
                      "invalid_json",
                      "The body is not JSON: " + plain(message),
                      Optional.empty(),
                      Optional.of(new Answer.At(line, column)))));
    };
  }

  /** The parser names its own settings in brackets; people cannot use them. */
  private static String plain(String message) {
    var firstLine = message.lines().findFirst().orElse("");
    return firstLine.replaceAll("\\([^()]*`?Stream[^)]*\\(?\\)?`?\\)", "").strip();
  }

  private static Optional<Answer.At> tooDeep(String text) {
    var depth = 0;
    var line = 1;
    var start = 0;
    var quoted = false;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\n') {
        line++;
        start = i + 1;
      } else if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
        if (depth > DEPTH) {
          return Optional.of(new Answer.At(line, i - start + 1));
        }
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return Optional.empty();
  }

  private static Body tooLarge() {
    return bad(400, "too_large", "The body is larger than 1 MiB.");
  }

  private static Body bad(int status, String code, String message) {
    return new Bad(Answer.error(status, code, message));
  }
}
