package dev.agentsafe.core.canonical;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Doubles as Python's {@code repr} writes them. */
public final class PythonFloat {
  private PythonFloat() {}

  /** The shortest text that reads back as that double, in Python's notation. */
  public static String repr(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return Double.compare(value, 0.0) == 0 ? "0.0" : "-0.0";
    }
    var shortest = shortest(Math.abs(value));
    var digits = shortest.unscaledValue().toString();
    var point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + notation(digits, point);
  }

  /** Python writes an exponent where the decimal point is left of -3 or right of 16 digits. */
  private static String notation(String digits, int point) {
    if (point > 16 || point < -3) {
      var exponent = point - 1;
      var size = Math.abs(exponent);
      return digits.charAt(0)
          + (digits.length() > 1 ? "." + digits.substring(1) : "")
          + (exponent < 0 ? "e-" : "e+")
          + (size < 10 ? "0" : "")
          + size;
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return digits + "0".repeat(point - digits.length()) + ".0";
    }
    return digits.substring(0, point) + "." + digits.substring(point);
  }

  /**
   * The shortest decimal of that double without trailing zeros. Java's own text always has two
   * digits, and of those the nearest: where one digit is enough, it may be another one.
   */
  private static BigDecimal shortest(double value) {
    var java = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (java.precision() != 2) {
      return java;
    }
    var exact = new BigDecimal(value);
    var tens = java.unscaledValue().divide(BigInteger.TEN);
    var below = new BigDecimal(tens, java.scale() - 1);
    var above = new BigDecimal(tens.add(BigInteger.ONE), java.scale() - 1).stripTrailingZeros();
    var belowIsNearer = exact.subtract(below).compareTo(above.subtract(exact)) <= 0;
    for (var digit : belowIsNearer ? List.of(below, above) : List.of(above, below)) {
      if (digit.signum() > 0 && digit.doubleValue() == value) {
        return digit;
      }
    }
    return java;
  }
}
