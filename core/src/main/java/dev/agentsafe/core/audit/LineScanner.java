package dev.agentsafe.core.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
  private static final int DEEPEST = 63;

  private final KnownNames names = new KnownNames();

  /** What the line itself belongs to. */
  private final KnownName line =
      new KnownName(new byte[] {'"', '"', ':', ' '}, KnownName.Keeps.NOTHING);

  /** For each depth the latest member's name; within an array that of what the array belongs to. */
  private final KnownName[] latest = new KnownName[DEEPEST + 1];

  private byte[] bytes = new byte[0];
  private int hashMember;
  private int entryHash;
  private int prevHash;
  private boolean blob;

  LineScanner() {
    Arrays.fill(latest, line);
  }

  /**
   * Scans the line that begins there; that its hashes are those that they must be is for the caller
   * to see, what they are is not looked at.
   *
   * @param in has at least {@link #SLACK} bytes behind the line
   * @return where its line feed is, or {@link #DOUBT}
   */
  int scan(byte[] in, int from) {
    bytes = in;
    hashMember = DOUBT;
    entryHash = DOUBT;
    prevHash = DOUBT;
    blob = false;
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

  /** Whether it may name a blob. */
  boolean namesBlob() {
    return blob;
  }

  /** Where the object ends that begins there. */
  private int object(int from) {
    var b = bytes;
    var depth = 0;
    var arrays = 0L;
    var at = b[from + 1] == '"' ? first(from + 1, 0, line) : DOUBT;
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
          var owner = latest[depth - 1];
          if (c == '[') {
            arrays |= 1L << depth;
            latest[depth] = owner;
          } else {
            arrays &= ~(1L << depth);
            at = b[at] == '"' ? first(at, depth, owner) : DOUBT;
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
        var inArray = (arrays >>> depth & 1) != 0;
        c = b[at];
        if (c == ',') {
          if (b[at + 1] != ' ') {
            return DOUBT;
          }
          at = inArray ? at + 2 : next(at + 2, depth, at);
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
   * Takes an object's first name.
   *
   * @param owner the name that the object belongs to
   * @return where its value begins
   */
  private int first(int quote, int depth, KnownName owner) {
    var name = owner.first(bytes, quote);
    if (name == null) {
      name = read(quote);
      if (name == null) {
        return DOUBT;
      }
      owner.beginsWith(name);
    }
    return taken(name, quote, depth, DOUBT);
  }

  /**
   * Takes a name behind another one, which it must come behind in order.
   *
   * @param separator where the separator before it begins
   */
  private int next(int quote, int depth, int separator) {
    var before = latest[depth];
    var name = before.follower(bytes, quote);
    if (name == null) {
      name = read(quote);
      if (name == null || !name.isBehind(before)) {
        return DOUBT;
      }
      before.isFollowedBy(name);
    }
    return taken(name, quote, depth, separator);
  }

  private int taken(KnownName name, int quote, int depth, int separator) {
    latest[depth] = name;
    var value = quote + name.length();
    var keeps = name.keeps();
    if (keeps == KnownName.Keeps.BLOB) {
      blob = true;
    } else if (keeps != KnownName.Keeps.NOTHING && depth == 0) {
      hash(keeps, value, separator);
    }
    return value;
  }

  /** Reads a name that was not expected; null where none is spelled well. */
  private @Nullable KnownName read(int quote) {
    var b = bytes;
    if (b[quote] != '"') {
      return null;
    }
    var at = plain(quote + 1);
    return b[at] == '"' && b[at + 1] == ':' && b[at + 2] == ' '
        ? names.get(b, quote, at + 3)
        : null;
  }

  private void hash(KnownName.Keeps kept, int value, int separator) {
    if (!isHash(value)) {
      return;
    }
    if (kept == KnownName.Keeps.ENTRY_HASH) {
      hashMember = separator;
      entryHash = value + 1;
    } else {
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
    // With that bit changed the quote comes right behind the control characters.
    var quoteLow = eight ^ (ONES * ('"' ^ ' '));
    var backslash = eight ^ (ONES * '\\');
    return (eight | (eight + ONES) | (quoteLow - ONES * '!') | (backslash - ONES)) & HIGHS;
  }

  /** Where the text ends whose characters begin there, behind its closing quote. */
  private int string(int from) {
    if (from == entryHash || from == prevHash) {
      // Comparing will show what they are.
      return from + 65;
    }
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
      default -> NumberSpelling.end(bytes, at);
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
}
