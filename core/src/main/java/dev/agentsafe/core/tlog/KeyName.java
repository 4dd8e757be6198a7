package dev.agentsafe.core.tlog;

/** What names a key in a note: anything but spaces, plus signs and control characters. */
final class KeyName {
  private static final int NEXT_LINE = 0x85;

  private KeyName() {}

  static boolean isGood(String name) {
    return !name.isEmpty() && name.codePoints().allMatch(KeyName::mayBe);
  }

  private static boolean mayBe(int c) {
    return c >= ' '
        && c != '+'
        && c != NEXT_LINE
        && c != 0xFFFD
        && !Character.isSpaceChar(c)
        && !Character.isWhitespace(c)
        && Character.getType(c) != Character.SURROGATE;
  }
}
