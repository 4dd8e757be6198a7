package dev.agentsafe.core.yaml;

import java.util.Collection;
import java.util.Optional;

/** Guesses which of the known words somebody meant. */
public final class Suggestion {
  private Suggestion() {}

  /** The nearest of the known words; empty where none is near. */
  public static Optional<String> of(String word, Collection<String> known) {
    if (word.length() > 100) {
      return Optional.empty();
    }
    var limit = Math.max(1, Math.min(3, word.length() / 3));
    var nearest = Optional.<String>empty();
    var best = limit + 1;
    for (var candidate : known) {
      var distance =
          candidate.equalsIgnoreCase(word.replace('-', '_')) ? 0 : distance(word, candidate);
      if (distance < best) {
        best = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** {@code ; did you mean `x`?}, or what is known where nothing is near. */
  public static String hint(String word, Collection<String> known) {
    return of(word, known)
        .map(near -> "; did you mean `" + near + "`?")
        .orElse("; known are `" + String.join("`, `", known) + "`");
  }

  private static int distance(String a, String b) {
    var before = new int[b.length() + 1];
    var previous = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], before[j - 2] + 1);
        }
      }
      before = previous;
      previous = current;
    }
    return previous[b.length()];
  }
}
