package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Judges one line the plain way: read it, write it again, compare. Slow and obviously right; it is
 * asked where the scanner is in doubt, and it words what is wrong.
 */
final class LineCheck {

  /** What precedes the first line. */
  static final String GENESIS = "0".repeat(64);

  /** What Python's {@code str.strip} takes away. */
  private static final String SPACE =
      "\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004"
          + "\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

  private LineCheck() {}

  /** What came of judging a line. */
  sealed interface Result {
    /** It is as it was written. */
    record Good(String entryHash) implements Result {}

    /** It is not. */
    record Bad(Verdict.Kind kind, String why) implements Result {}
  }

  /**
   * Judges a line.
   *
   * @param line its bytes without the line feed
   * @param terminated whether a line feed ends it
   * @param prevHash the entry hash of the line before it
   */
  static Result check(byte[] line, boolean terminated, String prevHash) {
    // 0.16 also ends a line at a carriage return; what stands before it is judged first.
    var cr = indexOf(line, (byte) '\r');
    var judged = cr < 0 ? line : Arrays.copyOf(line, cr);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(judged)).toString();
    } catch (CharacterCodingException e) {
      return bad(Verdict.Kind.INVALID_JSON, "it is not UTF-8");
    }
    var stripped = strip(text);
    if (stripped.isEmpty()) {
      return bad(Verdict.Kind.NOT_CANONICAL, "it is blank");
    }
    return switch (LineJson.read(stripped)) {
      case LineJson.Read.Bad(var column, var why) ->
          bad(Verdict.Kind.INVALID_JSON, "it is no JSON: " + why + " (column " + column + ")");
      case LineJson.Read.Good(Value.Fields fields) ->
          check(fields, judged, terminated && cr < 0, prevHash);
      case LineJson.Read.Good _ -> bad(Verdict.Kind.INVALID_JSON, "it is no JSON object");
    };
  }

  private static Result check(
      Value.Fields fields, byte[] spelling, boolean ended, String prevHash) {
    if (!fields.text("prev_hash").equals(Optional.of(prevHash))) {
      return bad(
          Verdict.Kind.CHAIN_BROKEN,
          "it does not follow the line before it: `prev_hash` is "
              + shown(fields, "prev_hash")
              + ", not `"
              + prevHash.substring(0, 16)
              + "…`");
    }
    var hashed = new LinkedHashMap<>(fields.values());
    hashed.remove("entry_hash");
    var computed = CanonicalJson.sha256(new Value.Fields(hashed));
    if (!fields.text("entry_hash").equals(Optional.of(computed))) {
      return bad(
          Verdict.Kind.HASH_MISMATCH,
          "its content is not what was hashed: `entry_hash` is "
              + shown(fields, "entry_hash")
              + ", computed `"
              + computed.substring(0, 16)
              + "…`");
    }
    if (!Arrays.equals(CanonicalJson.bytes(fields), spelling)) {
      return bad(
          Verdict.Kind.NOT_CANONICAL,
          "it is spelled otherwise than it was written (spaces, escapes, order or duplicates)");
    }
    return ended
        ? new Result.Good(computed)
        : bad(Verdict.Kind.NOT_CANONICAL, "it does not end with one line feed");
  }

  private static String shown(Value.Fields fields, String name) {
    return switch (fields.get(name).orElse(Value.NULL)) {
      case Value.Text(var t) when t.matches("[0-9a-f]{17,}") -> "`" + t.substring(0, 16) + "…`";
      case Value.Null _ -> "missing";
      default -> "no hash";
    };
  }

  private static String strip(String text) {
    var begin = 0;
    var end = text.length();
    while (begin < end && SPACE.indexOf(text.charAt(begin)) >= 0) {
      begin++;
    }
    while (begin < end && SPACE.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static Result bad(Verdict.Kind kind, String why) {
    return new Result.Bad(kind, why);
  }
}
