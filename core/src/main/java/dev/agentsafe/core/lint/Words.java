package dev.agentsafe.core.lint;

import java.util.HashSet;
import java.util.Set;

/**
 * A set of texts: some, or all but some; immutable.
 *
 * @param except whether it is all but these
 */
record Words(Set<String> words, boolean except) {
  /** Every text, and the absence of one. */
  static final Words ALL = new Words(Set.of(), true);

  Words {
    words = Set.copyOf(words);
  }

  static Words of(Set<String> words) {
    return new Words(words, false);
  }

  /** There are always more texts than somebody can leave out. */
  boolean isEmpty() {
    return !except && words.isEmpty();
  }

  /** Asked for each pair of rules: nothing is made for the answer. */
  boolean meets(Words other) {
    if (except && other.except) {
      return true;
    }
    var named = except ? other : this;
    var from = except ? this : other;
    for (var word : named.words) {
      if (from.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** What is in this one and not in that one. */
  Words minus(Words other) {
    if (!except) {
      var left = new HashSet<String>();
      for (var word : words) {
        if (!other.contains(word)) {
          left.add(word);
        }
      }
      return of(left);
    }
    var out = new HashSet<String>();
    if (!other.except()) {
      out.addAll(words);
      out.addAll(other.words());
      return new Words(out, true);
    }
    out.addAll(other.words());
    out.removeAll(words);
    return of(out);
  }

  private boolean contains(String word) {
    return words.contains(word) != except;
  }
}
