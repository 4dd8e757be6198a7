package dev.agentsafe.core.policy;

/**
 * A set of rules, one bit each in order of evaluation; filled while rules are compiled and never
 * changed afterwards.
 */
final class Bits {
  private final long[] words;

  /** An empty set with room for so many rules. */
  Bits(int rules) {
    words = new long[(rules + 63) >>> 6];
  }

  void set(int rule) {
    words[rule >>> 6] |= 1L << rule;
  }

  void addAll(Bits other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  /** How many words there are, 64 rules each. */
  int length() {
    return words.length;
  }

  /** Overwrites the beginning of that block with so many of our words. */
  void copy(int from, int count, long[] block) {
    System.arraycopy(words, from, block, 0, count);
  }

  /** Adds so many of our words to that block. */
  void or(int from, int count, long[] block) {
    for (int i = 0; i < count; i++) {
      block[i] |= words[from + i];
    }
  }

  /** Keeps in that block what is in so many of our words too. */
  void and(int from, int count, long[] block) {
    for (int i = 0; i < count; i++) {
      block[i] &= words[from + i];
    }
  }
}
