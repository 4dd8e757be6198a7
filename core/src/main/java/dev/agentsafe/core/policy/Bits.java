package dev.agentsafe.core.policy;

/**
 * A set of rules, one bit each in order of evaluation, with a summary bit for each word that has
 * any; filled while rules are compiled and never changed afterwards.
 */
final class Bits {
  private final long[] words;
  private final long[] summary;
  private int size;

  /** An empty set with room for so many rules. */
  Bits(int rules) {
    words = new long[(rules + 63) >>> 6];
    summary = new long[(words.length + 63) >>> 6];
  }

  void set(int rule) {
    size += (words[rule >>> 6] & (1L << rule)) == 0 ? 1 : 0;
    words[rule >>> 6] |= 1L << rule;
    summary[rule >>> 12] |= 1L << (rule >>> 6);
  }

  void addAll(Bits other) {
    size = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
      size += Long.bitCount(words[i]);
    }
    for (int i = 0; i < summary.length; i++) {
      summary[i] |= other.summary[i];
    }
  }

  /** How many rules are in it. */
  int size() {
    return size;
  }

  /** Bits of the rules {@code 64 i} to {@code 64 i + 63}. */
  long word(int i) {
    return words[i];
  }

  /** For each of the words {@code 64 i} to {@code 64 i + 63} whether it has any bit. */
  long summary(int i) {
    return summary[i];
  }

  /** How many summary words there are. */
  int summaries() {
    return summary.length;
  }
}
