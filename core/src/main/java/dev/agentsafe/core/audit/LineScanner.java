package dev.agentsafe.core.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks in place, in one pass, that a line is spelled canonically, and finds its two hashes.
 *
 * <p>It never errs on the side of good: whatever it does not know (escaped member names, unusual
 * numbers, deep nesting, errors) is in doubt, and {@link LineCheck} judges it. One instance serves
 * one thread.
 */
final class LineScanner {
  /** The line is for {@link LineCheck} to judge. */
  static final int DOUBT = -1;

  /** Bytes behind the last line that must be readable, whatever they are. */
  static final int SLACK = 64;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final int DEEPEST = 64;

  /** An object's frame holds where the latest member's name begins; an array's holds this. */
  private static final int ARRAY = -1;

  private final int[] nameFrom = new int[DEEPEST + 1];
  private final int[] nameTo = new int[DEEPEST + 1];
  private byte[] bytes = new byte[0];
  private int hashMember;
  private int entryHash;
  private int prevHash;

  /**
   * Scans the line that begins there.
   *
   * @param in has at least {@link #SLACK} bytes behind the line
   * @return where its line feed is, or {@link #DOUBT}
   */
  int scan(byte[] in, int from) {
    bytes = in;
    hashMember = DOUBT;
    entryHash = DOUBT;
    prevHash = DOUBT;
    if (in[from] != '{') {
      return DOUBT;
    }
    var end = object(from);
    var found = hashMember > 0 && prevHash > 0;
    return end >= 0 && found && in[end] == '\n' ? end : DOUBT;
  }

  /** Where the separator before the member {@code entry_hash} begins. */
  int hashMember() {
    return hashMember;
  }

  /** Where the 64 digits of {@code entry_hash} begin. */
  int entryHash() {
    return entryHash;
  }

  /** Where the 64 digits of {@code prev_hash} begin. */
  int prevHash() {
    return prevHash;
  }

  /** Where the object ends that begins there. */
  private int object(int from) {
    var b = bytes;
    var depth = 0;
    nameFrom[0] = 0;
    nameTo[0] = 0;
    var at = from + 1;
    if (b[at] != '"') {
      return DOUBT;
    }
    at = member(at, 0, DOUBT);
    while (at >= 0) {
      // A value begins here.
      var c = b[at];
      if (c == '"') {
        at = string(at + 1);
      } else if (c == '{' || c == '[') {
        if (b[at + 1] == c + 2) {
          at += 2;
        } else {
          if (++depth > DEEPEST) {
            return DOUBT;
          }
          at++;
          if (c == '[') {
            nameFrom[depth] = ARRAY;
          } else {
            nameFrom[depth] = 0;
            nameTo[depth] = 0;
            at = b[at] == '"' ? member(at, depth, DOUBT) : DOUBT;
          }
          continue;
        }
      } else {
        at = scalar(at, c);
      }
      if (at < 0) {
        return DOUBT;
      }
      // A value ended here.
      while (true) {
        var inArray = nameFrom[depth] == ARRAY;
        c = b[at];
        if (c == ',') {
          if (b[at + 1] != ' ') {
            return DOUBT;
          }
          at = inArray ? at + 2 : b[at + 2] == '"' ? member(at + 2, depth, at) : DOUBT;
          break;
        }
        if (c != (inArray ? ']' : '}')) {
          return DOUBT;
        }
        at++;
        if (depth == 0) {
          return at;
        }
        depth--;
      }
    }
    return DOUBT;
  }

  /**
   * Checks a member's name against the one before it.
   *
   * @param quote where the name's opening quote is
   * @param separator where the separator before it begins, if there is one
   * @return where its value begins
   */
  private int member(int quote, int depth, int separator) {
    var from = quote + 1;
    var b = bytes;
    var at = plain(from);
    if (b[at] != '"' || b[at + 1] != ':' || b[at + 2] != ' ') {
      return DOUBT;
    }
    if (separator >= 0 && !isBehind(from, at, depth)) {
      return DOUBT;
    }
    nameFrom[depth] = from;
    nameTo[depth] = at;
    var value = at + 3;
    if (depth == 0) {
      hash(from, at - from, value, separator);
    }
    return value;
  }

  /** Whether a name comes behind the latest one in the order of code points. */
  private boolean isBehind(int from, int to, int depth) {
    var b = bytes;
    var earlier = nameFrom[depth];
    var shorter = Math.min(nameTo[depth] - earlier, to - from);
    for (var i = 0; i < shorter; i++) {
      if (b[earlier + i] != b[from + i]) {
        return b[earlier + i] < b[from + i];
      }
    }
    return nameTo[depth] - earlier < to - from;
  }

  private void hash(int name, int length, int value, int separator) {
    if (length == 10
        && (long) LONG.get(bytes, name) == 0x61685F7972746E65L
        && bytes[name + 8] == 's'
        && bytes[name + 9] == 'h') {
      if (isHash(value)) {
        hashMember = separator;
        entryHash = value + 1;
      }
    } else if (length == 9
        && (long) LONG.get(bytes, name) == 0x7361685F76657270L
        && bytes[name + 8] == 'h'
        && isHash(value)) {
      prevHash = value + 1;
    }
  }

  /** Whether a text of 64 characters is there; what they are, comparing will show. */
  private boolean isHash(int value) {
    return bytes.length - value > 66 && bytes[value] == '"' && bytes[value + 65] == '"';
  }

  /** Where a run of characters ends that stand for themselves. */
  private int plain(int from) {
    var b = bytes;
    var at = from;
    var last = b.length - 8;
    while (at <= last) {
      var stops = stops((long) LONG.get(b, at));
      if (stops != 0) {
        return at + (Long.numberOfTrailingZeros(stops) >>> 3);
      }
      at += 8;
    }
    // Not reached in a line that has its slack: a zero stops the run.
    return b.length - 4;
  }

  /**
   * Marks the first byte that does not stand for itself: a control character, a quote, a backslash,
   * DEL and above. Marks behind the first one mean nothing.
   */
  private static long stops(long eight) {
    var quote = eight ^ (ONES * '"');
    var backslash = eight ^ (ONES * '\\');
    return (eight
            | (eight + ONES)
            | ((eight - ONES * ' ') & ~eight)
            | ((quote - ONES) & ~quote)
            | ((backslash - ONES) & ~backslash))
        & HIGHS;
  }

  /** Where the text ends whose characters begin there, behind its closing quote. */
  private int string(int from) {
    var at = from;
    while (true) {
      at = plain(at);
      if (bytes[at] == '"') {
        return at + 1;
      }
      if (bytes[at] != '\\') {
        return DOUBT;
      }
      at = escape(at + 1);
      if (at < 0) {
        return DOUBT;
      }
    }
  }

  private int escape(int at) {
    return switch (bytes[at]) {
      case '"', '\\', 'n', 'r', 't', 'b', 'f' -> at + 1;
      case 'u' -> {
        var unit = 0;
        for (var i = 1; i <= 4; i++) {
          var c = bytes[at + i];
          var digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : DOUBT;
          if (digit < 0) {
            yield DOUBT;
          }
          unit = unit << 4 | digit;
        }
        yield mustBeEscaped(unit) ? at + 5 : DOUBT;
      }
      default -> DOUBT;
    };
  }

  /** Whether there is no shorter way to write it. */
  private static boolean mustBeEscaped(int unit) {
    return switch (unit) {
      case '\n', '\r', '\t', '\b', '\f' -> false;
      default -> unit < ' ' || unit >= 0x7f;
    };
  }

  private int scalar(int at, byte first) {
    return switch (first) {
      case 't' -> word(at, "true");
      case 'f' -> word(at, "false");
      case 'n' -> word(at, "null");
      default -> number(at);
    };
  }

  private int word(int at, String word) {
    for (var i = 1; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        return DOUBT;
      }
    }
    return at + word.length();
  }

  /**
   * Integers without leading zeros, and decimals of at most 15 digits: no two of those are the same
   * double, so that each is its double's shortest text.
   */
  private int number(int from) {
    var b = bytes;
    var begin = b[from] == '-' ? from + 1 : from;
    var at = digits(begin);
    var whole = at - begin;
    var zero = b[begin] == '0';
    if (whole == 0 || (zero && whole > 1) || whole > 4000) {
      return DOUBT;
    }
    if (b[at] != '.') {
      return zero && begin > from ? DOUBT : at;
    }
    var fraction = at + 1;
    at = digits(fraction);
    var length = at - fraction;
    var tooSmall =
        zero
            && length > 3
            && b[fraction] == '0'
            && b[fraction + 1] == '0'
            && b[fraction + 2] == '0'
            && b[fraction + 3] == '0';
    return length == 0 || whole + length > 15 || tooSmall || (length > 1 && b[at - 1] == '0')
        ? DOUBT
        : at;
  }

  private int digits(int from) {
    var at = from;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }
}
