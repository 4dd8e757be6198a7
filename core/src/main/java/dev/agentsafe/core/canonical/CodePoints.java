package dev.agentsafe.core.canonical;

import java.util.Comparator;

/** The order of texts by code point, which is not the order of their UTF-16 units. */
public final class CodePoints {

  /** Compares by code point; a lone surrogate counts as the code point of its own number. */
  public static final Comparator<String> ORDER = CodePoints::compare;

  private CodePoints() {}

  private static int compare(String a, String b) {
    var shorter = Math.min(a.length(), b.length());
    for (var i = 0; i < shorter; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        // Where the texts part inside a pair, the pair as a whole decides.
        var at = i > 0 && (startsPair(a, i - 1) || startsPair(b, i - 1)) ? i - 1 : i;
        return Integer.compare(a.codePointAt(at), b.codePointAt(at));
      }
    }
    if (a.length() != b.length() && shorter > 0) {
      // One text is the other's beginning, which may end in the middle of a pair.
      var longer = a.length() > b.length() ? a : b;
      if (startsPair(longer, shorter - 1)) {
        return Integer.compare(a.codePointAt(shorter - 1), b.codePointAt(shorter - 1));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /**
   * Whether a surrogate pair begins there. A high surrogate never follows one that begins a pair,
   * so looking back by one unit is enough.
   */
  private static boolean startsPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isHighSurrogate(text.charAt(at))
        && Character.isLowSurrogate(text.charAt(at + 1));
  }
}
