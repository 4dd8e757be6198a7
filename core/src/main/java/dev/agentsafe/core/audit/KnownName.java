package dev.agentsafe.core.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A member's name as lines repeat it, with the names that were met behind it: the lines of a log
 * resemble each other, so that the next name is mostly one of those, and comparing is faster than
 * reading. Used by one thread.
 */
final class KnownName {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A longer one is not compared with what stands there: that could be beyond what there is. */
  private static final int LONGEST = LineScanner.SLACK - 16;

  private static final int BEHIND_NAME = 3;

  /** What of interest a line keeps under a name. */
  enum Keeps {
    NOTHING,
    ENTRY_HASH,
    PREV_HASH,
    BLOB
  }

  private final byte[] text;
  private final long[] words;
  private final long lastMask;
  private final Keeps keeps;

  // What was met last, and what before it. Whatever follows was found in order when it was learnt.
  private @Nullable KnownName next;
  private @Nullable KnownName other;
  private @Nullable KnownName inside;

  /**
   * A name.
   *
   * @param text with its quotes and the {@code ": "} behind it
   * @param keeps what a line keeps under it
   */
  KnownName(byte[] text, Keeps keeps) {
    this.text = text;
    this.keeps = keeps;
    var padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    words = new long[padded.length / 8];
    for (var i = 0; i < words.length; i++) {
      words[i] = (long) LONG.get(padded, 8 * i);
    }
    lastMask = -1L >>> (8 * (padded.length - text.length));
  }

  /** How many bytes it takes, up to its value. */
  int length() {
    return text.length;
  }

  /** What a line keeps under it. */
  Keeps keeps() {
    return keeps;
  }

  /** Whether it is what stands there; reads up to seven bytes beyond it. */
  boolean isAt(byte[] in, int at) {
    var all = words;
    var last = all.length - 1;
    for (var i = 0; i < last; i++) {
      if ((long) LONG.get(in, at + 8 * i) != all[i]) {
        return false;
      }
    }
    return (((long) LONG.get(in, at + 8 * last) ^ all[last]) & lastMask) == 0;
  }

  /** The name that stands there, where it is one that was met behind this one. */
  @Nullable KnownName follower(byte[] in, int at) {
    var usual = next;
    if (usual != null && usual.isAt(in, at)) {
      return usual;
    }
    var second = other;
    if (second != null && second.isAt(in, at)) {
      other = usual;
      next = second;
      return second;
    }
    return null;
  }

  /** Learns that a name may stand behind this one: it comes behind it in order. */
  void isFollowedBy(KnownName name) {
    if (name.text.length <= LONGEST) {
      other = next;
      next = name;
    }
  }

  /** The name that stands there, where it is the one that the object of this one began with. */
  @Nullable KnownName first(byte[] in, int at) {
    var usual = inside;
    return usual != null && usual.isAt(in, at) ? usual : null;
  }

  /** Learns with which name the object of this one begins. */
  void beginsWith(KnownName name) {
    if (name.text.length <= LONGEST) {
      inside = name;
    }
  }

  /** Whether it comes behind another one in the order of code points. */
  boolean isBehind(KnownName earlier) {
    return Arrays.compare(
            earlier.text, 1, earlier.text.length - BEHIND_NAME, text, 1, text.length - BEHIND_NAME)
        < 0;
  }

  /** Whether these bytes are its text. */
  boolean isText(byte[] in, int from, int to) {
    return Arrays.equals(text, 0, text.length, in, from, to);
  }
}
