package dev.agentsafe.app.canary;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds any of many words in a text in one pass: all places whose first letters begin one. */
final class Sieve {
  private static final int PREFIX = 8;
  private static final int MASK = (1 << 20) - 1;

  private final BitSet begins = new BitSet();
  private final Map<Integer, List<String>> words = new HashMap<>();

  /** For those words, none of them shorter than eight letters. */
  Sieve(Iterable<String> all) {
    for (var word : all) {
      var mark = mark(word, 0);
      begins.set(mark);
      words.computeIfAbsent(mark, _ -> new ArrayList<>()).add(word);
    }
  }

  /** Those that the text holds. */
  Set<String> in(String text) {
    var found = new LinkedHashSet<String>();
    for (var at = 0; at + PREFIX <= text.length(); at++) {
      var mark = mark(text, at);
      if (begins.get(mark)) {
        for (var word : words.getOrDefault(mark, List.of())) {
          if (text.startsWith(word, at)) {
            found.add(word);
          }
        }
      }
    }
    return found;
  }

  private static int mark(String text, int at) {
    var mark = 0;
    for (var i = 0; i < PREFIX; i++) {
      mark = mark * 31 + text.charAt(at + i);
    }
    return mark & MASK;
  }
}
