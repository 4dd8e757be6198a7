package dev.agentsafe.core.audit;

/** Tells where a number ends that is surely spelled as it would be written. */
final class NumberSpelling {
  private NumberSpelling() {}

  /**
   * Integers without leading zeros, and decimals of at most 15 digits: no two of those are the same
   * double, so that each is its double's shortest text.
   *
   * @return where the number ends that begins there, or {@link LineScanner#DOUBT}
   */
  static int end(byte[] b, int from) {
    var begin = b[from] == '-' ? from + 1 : from;
    var at = digits(b, begin);
    var whole = at - begin;
    var zero = b[begin] == '0';
    if (whole == 0 || (zero && whole > 1) || whole > 4000) {
      return LineScanner.DOUBT;
    }
    if (b[at] != '.') {
      return zero && begin > from ? LineScanner.DOUBT : at;
    }
    var fraction = at + 1;
    at = digits(b, fraction);
    var length = at - fraction;
    var tooSmall =
        zero
            && length > 3
            && b[fraction] == '0'
            && b[fraction + 1] == '0'
            && b[fraction + 2] == '0'
            && b[fraction + 3] == '0';
    return length == 0 || whole + length > 15 || tooSmall || (length > 1 && b[at - 1] == '0')
        ? LineScanner.DOUBT
        : at;
  }

  private static int digits(byte[] b, int from) {
    var at = from;
    while (b[at] >= '0' && b[at] <= '9') {
      at++;
    }
    return at;
  }
}
