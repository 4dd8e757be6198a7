package dev.agentsafe.core.egress;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a request. */
public sealed interface Answer {

  /**
   * The other side answered, whatever it said; a redirect is an answer too, and not followed.
   *
   * @param headers by lower-case name, the last of a name
   * @param content at most as long as the limits say
   */
  record Received(int status, Map<String, String> headers, Content content) implements Answer {
    public Received {
      headers = Map.copyOf(headers);
    }

    /** Whether it is one of the 200s. */
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** The header of that name. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The content as UTF-8. */
    public String text() {
      return new String(content.bytes, StandardCharsets.UTF_8);
    }
  }

  /** Nothing was connected to, because it may not be. */
  record Refused(String why) implements Answer {}

  /**
   * There is no answer.
   *
   * @param sent whether the other side may have got the request
   */
  record Unanswered(String why, boolean sent) implements Answer {}

  /** Bytes that came; not changed by anybody. */
  final class Content {
    private final byte[] bytes;

    Content(byte[] bytes) {
      this.bytes = bytes;
    }

    /** A copy. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** How many there are. */
    public int length() {
      return bytes.length;
    }
  }
}
