package dev.agentsafe.core.catalog;

import java.util.regex.Pattern;

/** Matches with a bounded number of steps and without running out of stack. */
final class BoundedMatch {
  private static final long STEPS = 3_000_000;

  private BoundedMatch() {}

  /** Whether the whole text matches; false too where the bounds were reached. */
  static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(new Metered(text, new Fuel())).matches();
    } catch (Exhausted | StackOverflowError e) {
      return false;
    }
  }

  /** Thrown where the steps are spent. */
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("", null, false, false);
    }
  }

  /** The steps that are left; for one match. */
  private static final class Fuel {
    private long left = STEPS;

    void burn() {
      if (--left < 0) {
        throw new Exhausted();
      }
    }
  }

  /** A text that counts how often it is looked at; the regex engine offers no other hook. */
  private record Metered(CharSequence text, Fuel fuel) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      fuel.burn();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Metered(text.subSequence(start, end), fuel);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
