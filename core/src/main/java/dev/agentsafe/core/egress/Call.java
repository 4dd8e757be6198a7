package dev.agentsafe.core.egress;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A request to be sent; immutable. Headers that steer the connection are not the caller's. */
public final class Call {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?");
  private static final int LONGEST_VALUE = 8192;
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "user-agent",
          "accept-encoding",
          "cookie",
          "forwarded",
          "via");

  private final Method method;
  private final String url;
  private final Map<String, String> headers;
  private final byte[] body;

  /** The methods there are. */
  public enum Method {
    GET,
    POST,
    PUT,
    DELETE
  }

  private Call(Method method, String url, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
  }

  /** Asks for what is there. */
  public static Call get(String url) {
    return new Call(Method.GET, url, Map.of(), new byte[0]);
  }

  /** A request without a body. */
  public static Call of(Method method, String url) {
    return new Call(method, url, Map.of(), new byte[0]);
  }

  /** Sends a body of that media type. */
  public static Call post(String url, String mediaType, byte[] body) {
    return of(Method.POST, url).with(mediaType, body);
  }

  /** This request with a body. */
  public Call with(String mediaType, byte[] content) {
    return new Call(method, url, headers, content.clone()).with("Content-Type", mediaType);
  }

  /** This request with one more header; given again it replaces the first. */
  public Call with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, url, more, body);
  }

  Method method() {
    return method;
  }

  String url() {
    return url;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /** Why it may not be sent as it is; never tells a header's value, which may be a secret. */
  Optional<String> objection() {
    for (var header : headers.entrySet()) {
      var name = header.getKey();
      var lower = name.toLowerCase(Locale.ROOT);
      if (!NAME.matcher(name).matches()) {
        return Optional.of("a header's name holds letters, digits and `-`");
      }
      if (OURS.contains(lower) || lower.startsWith("proxy-") || lower.startsWith("x-forwarded-")) {
        return Optional.of("the header `" + name + "` is not the caller's to set");
      }
      if (header.getValue().length() > LONGEST_VALUE
          || !VALUE.matcher(header.getValue()).matches()) {
        return Optional.of(
            "the value of the header `" + name + "` must be printable ASCII on one line");
      }
    }
    return Optional.empty();
  }

  /** Method and URL, without what may be a secret. */
  @Override
  public String toString() {
    return switch (Destination.parse(url)) {
      case Destination.Read.Good(var destination) -> method + " " + destination;
      case Destination.Read.Bad bad -> method + " a URL that cannot be read";
    };
  }
}
