package dev.agentsafe.core.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of members that were met, each once; used by one thread. */
final class KnownNames {
  /** No log has as many, unless somebody wants to fill the memory. */
  private static final int MOST = 512;

  private static final byte[] ENTRY_HASH = "\"entry_hash\": ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PREV_HASH = "\"prev_hash\": ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BLOB = "\"blob\": ".getBytes(StandardCharsets.US_ASCII);

  /** Twice as many places as names, so that there is always a free one. */
  private final @Nullable KnownName[] places = new @Nullable KnownName[2 * MOST];

  private int count;

  /**
   * A name.
   *
   * @param from where its opening quote is
   * @param to where its value begins
   */
  KnownName get(byte[] in, int from, int to) {
    var at = 0;
    for (var i = from; i < to; i++) {
      at = 31 * at + in[i];
    }
    for (at = at & places.length - 1; ; at = at + 1 & places.length - 1) {
      var there = places[at];
      if (there == null) {
        var name = made(Arrays.copyOfRange(in, from, to));
        if (count < MOST) {
          places[at] = name;
          count++;
        }
        return name;
      }
      if (there.isText(in, from, to)) {
        return there;
      }
    }
  }

  /** How many are kept. */
  int count() {
    return count;
  }

  private static KnownName made(byte[] text) {
    return new KnownName(text, keeps(text));
  }

  private static KnownName.Keeps keeps(byte[] text) {
    if (Arrays.equals(text, ENTRY_HASH)) {
      return KnownName.Keeps.ENTRY_HASH;
    }
    if (Arrays.equals(text, PREV_HASH)) {
      return KnownName.Keeps.PREV_HASH;
    }
    return Arrays.equals(text, BLOB) ? KnownName.Keeps.BLOB : KnownName.Keeps.NOTHING;
  }
}
