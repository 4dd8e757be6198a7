package dev.agentsafe.core.tlog;

/** The bytes that SHAKE128 of nothing gives, without end; FIPS 202 written down. */
final class Shake128 {
  private static final int RATE = 168;

  private final long[] lanes = new long[25];
  private int at;

  Shake128() {
    lanes[0] = 0x1f;
    lanes[RATE / 8 - 1] ^= 1L << 63;
    permute();
  }

  byte[] read(int count) {
    var out = new byte[count];
    for (var i = 0; i < count; i++) {
      if (at == RATE) {
        permute();
        at = 0;
      }
      out[i] = (byte) (lanes[at / 8] >>> (8 * (at % 8)));
      at++;
    }
    return out;
  }

  private void permute() {
    var register = 1;
    for (var round = 0; round < 24; round++) {
      theta();
      rhoPiChi();
      for (var j = 0; j < 7; j++) {
        if ((register & 1) != 0) {
          lanes[0] ^= 1L << ((1 << j) - 1);
        }
        register = register << 1 ^ (register >> 7) * 0x171;
      }
    }
  }

  private void theta() {
    var parity = new long[5];
    for (var x = 0; x < 5; x++) {
      for (var y = 0; y < 5; y++) {
        parity[x] ^= lanes[x + 5 * y];
      }
    }
    for (var x = 0; x < 5; x++) {
      var with = parity[(x + 4) % 5] ^ Long.rotateLeft(parity[(x + 1) % 5], 1);
      for (var y = 0; y < 5; y++) {
        lanes[x + 5 * y] ^= with;
      }
    }
  }

  private void rhoPiChi() {
    var moved = new long[25];
    moved[0] = lanes[0];
    var x = 1;
    var y = 0;
    for (var t = 0; t < 24; t++) {
      var to = (2 * x + 3 * y) % 5;
      moved[y + 5 * to] = Long.rotateLeft(lanes[x + 5 * y], (t + 1) * (t + 2) / 2);
      x = y;
      y = to;
    }
    for (var row = 0; row < 25; row += 5) {
      for (var i = 0; i < 5; i++) {
        lanes[row + i] = moved[row + i] ^ (~moved[row + (i + 1) % 5] & moved[row + (i + 2) % 5]);
      }
    }
  }
}
