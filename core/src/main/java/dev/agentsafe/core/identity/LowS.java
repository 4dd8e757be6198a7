package dev.agentsafe.core.identity;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The one of the two equivalent forms of an ECDSA signature that counts: for each (r, s) there is
 * (r, n − s), and without this rule anybody could turn a good token into another good token.
 */
final class LowS {
  private static final int HALF = 32;
  static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger LIMIT = ORDER.shiftRight(1);

  private LowS() {}

  static boolean is(byte[] signature) {
    return signature.length == 2 * HALF && s(signature).compareTo(LIMIT) <= 0;
  }

  static byte[] of(byte[] signature) {
    if (is(signature)) {
      return signature;
    }
    var low = ORDER.subtract(s(signature)).toByteArray();
    var out = Arrays.copyOf(signature, 2 * HALF);
    Arrays.fill(out, HALF, 2 * HALF, (byte) 0);
    var length = Math.min(low.length, HALF);
    System.arraycopy(low, low.length - length, out, 2 * HALF - length, length);
    return out;
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, signature, HALF, HALF);
  }
}
