package dev.agentsafe.core.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signatures that a careless verifier takes for good. */
final class HostileSignatures {
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger PRIME =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  private HostileSignatures() {}

  static Map<String, String> at(HostileDoor door) {
    var all = new LinkedHashMap<String, byte[]>();
    var good = Forge.bytes(door.genuine(), 2);
    all.put("empty", new byte[0]);
    all.put("one zero", new byte[1]);
    all.put("64 zeros", new byte[64]);
    all.put("256 zeros", new byte[256]);
    all.put("one byte less", Arrays.copyOf(good, good.length - 1));
    all.put("one byte more", Arrays.copyOf(good, good.length + 1));
    all.put("one zero before", before(good));
    all.put("twice as long", Arrays.copyOf(good, 2 * good.length));
    all.put("reversed", reversed(good));
    all.put("all ones", ones(good.length));
    var two = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    for (var r : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, ORDER, PRIME, two}) {
      for (var s : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, ORDER, two}) {
        if (!(r.signum() == 0 && s.signum() == 0)) {
          all.put("r %x s %x".formatted(r, s), pair(r, s));
        }
      }
    }
    if (door.key().algorithm().equals("ES256")) {
      var r = new BigInteger(1, Arrays.copyOf(good, 32));
      var s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
      all.put("r and s swapped", pair(s, r));
      all.put("minus r", pair(ORDER.subtract(r), s));
      all.put("r beyond the order", pair(r.add(ORDER).mod(BigInteger.TWO.pow(256)), s));
      all.put("as DER", der(r, s));
      if (!door.isForeign()) {
        // Every second signature of others is of that form; theirs are not spent once.
        all.put("the other s", pair(r, ORDER.subtract(s)));
      }
    }
    all.put(
        "of another content", door.signer().apply("e30.e30".getBytes(StandardCharsets.US_ASCII)));
    var tokens = new LinkedHashMap<String, String>();
    all.forEach((what, bytes) ->
        tokens.put("signature " + what, Forge.with(door.genuine(), 2, Forge.encode(bytes))));
    return tokens;
  }

  private static byte[] before(byte[] good) {
    var longer = new byte[good.length + 1];
    System.arraycopy(good, 0, longer, 1, good.length);
    return longer;
  }

  private static byte[] reversed(byte[] good) {
    var other = new byte[good.length];
    for (var i = 0; i < good.length; i++) {
      other[i] = good[good.length - 1 - i];
    }
    return other;
  }

  private static byte[] ones(int length) {
    var ones = new byte[length];
    Arrays.fill(ones, (byte) 0xff);
    return ones;
  }

  private static byte[] pair(BigInteger r, BigInteger s) {
    var both = new byte[64];
    put(r, both, 0);
    put(s, both, 32);
    return both;
  }

  private static void put(BigInteger value, byte[] to, int at) {
    var bytes = value.toByteArray();
    var length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, to, at + 32 - length, length);
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    var one = r.toByteArray();
    var two = s.toByteArray();
    var out = new byte[6 + one.length + two.length];
    out[0] = 0x30;
    out[1] = (byte) (4 + one.length + two.length);
    out[2] = 2;
    out[3] = (byte) one.length;
    System.arraycopy(one, 0, out, 4, one.length);
    out[4 + one.length] = 2;
    out[5 + one.length] = (byte) two.length;
    System.arraycopy(two, 0, out, 6 + one.length, two.length);
    return out;
  }
}
