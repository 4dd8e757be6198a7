package dev.agentsafe.core.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The formats of C2SP and RFC 6962 a second time, written down from the specifications and sharing
 * nothing with the first: recursive definitions, whole lists, plain string cutting.
 */
public final class PlainTlog {
  private PlainTlog() {}

  public static byte[] leaf(byte[] entry) {
    return sha256(new byte[] {0}, entry);
  }

  /** RFC 6962, 2.1: MTH, of hashes of leaves. */
  public static byte[] mth(List<byte[]> d) {
    if (d.isEmpty()) {
      return sha256();
    }
    if (d.size() == 1) {
      return d.getFirst();
    }
    var k = k(d.size());
    return sha256(new byte[] {1}, mth(d.subList(0, k)), mth(d.subList(k, d.size())));
  }

  /** RFC 6962, 2.1.1: PATH. */
  public static List<byte[]> path(int m, List<byte[]> d) {
    var n = d.size();
    if (n == 1) {
      return List.of();
    }
    var k = k(n);
    return m < k
        ? joined(path(m, d.subList(0, k)), mth(d.subList(k, n)))
        : joined(path(m - k, d.subList(k, n)), mth(d.subList(0, k)));
  }

  /** RFC 6962, 2.1.2: PROOF. */
  public static List<byte[]> proof(int m, List<byte[]> d) {
    return subproof(m, d, true);
  }

  private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
    var n = d.size();
    if (m == n) {
      return b ? List.of() : List.of(mth(d));
    }
    var k = k(n);
    return m <= k
        ? joined(subproof(m, d.subList(0, k), b), mth(d.subList(k, n)))
        : joined(subproof(m - k, d.subList(k, n), false), mth(d.subList(0, k)));
  }

  /** What the tile of a level and index holds of a tree, cut to 256 hashes. */
  public static byte[] tile(int level, int index, List<byte[]> d) {
    var out = new ByteArrayOutputStream();
    var span = 1;
    for (var i = 0; i < level; i++) {
      span *= 256;
    }
    for (var i = 0; i < 256; i++) {
      var from = (index * 256 + i) * span;
      if (from + span <= d.size()) {
        out.writeBytes(mth(d.subList(from, from + span)));
      }
    }
    return out.toByteArray();
  }

  /** The file name of a tile, without its width. */
  public static String tileName(int level, long index) {
    var digits = Long.toString(index);
    while (digits.length() % 3 != 0) {
      digits = "0" + digits;
    }
    var name = new StringBuilder("tile/" + level);
    for (var i = 0; i < digits.length(); i += 3) {
      name.append(i + 3 < digits.length() ? "/x" : "/").append(digits, i, i + 3);
    }
    return name.toString();
  }

  /** The text of a note that the key of that vkey signed; throws where it did not. */
  public static String open(String note, String vkey) throws Exception {
    var name = vkey.substring(0, vkey.indexOf('+'));
    var id = vkey.substring(name.length() + 1, name.length() + 9);
    var key = Base64.getDecoder().decode(vkey.substring(name.length() + 10));
    var sum = sha256((name + "\n").getBytes(StandardCharsets.UTF_8), key);
    if (!HexFormat.of().formatHex(sum).startsWith(id)) {
      throw new AssertionError("key id");
    }
    var gap = note.lastIndexOf("\n\n") + 1;
    var text = note.substring(0, gap);
    for (var line : note.substring(gap + 1).split("\n", -1)) {
      var words = line.split(" ", -1);
      if (words.length != 3) {
        continue;
      }
      var signature = Base64.getDecoder().decode(words[2]);
      if (words[0].equals("\u2014")
          && words[1].equals(name)
          && HexFormat.of().formatHex(signature).startsWith(id)) {
        if (!verifies(name, key, text, Arrays.copyOfRange(signature, 4, signature.length))) {
          throw new AssertionError("signature");
        }
        return text;
      }
    }
    throw new AssertionError("not signed");
  }

  private static boolean verifies(String name, byte[] key, String text, byte[] signature)
      throws Exception {
    var bare = Arrays.copyOfRange(key, 1, key.length);
    if (key[0] == 1) {
      return verifies(
          "Ed25519",
          "302a300506032b6570032100",
          bare,
          text.getBytes(StandardCharsets.UTF_8),
          signature);
    }
    if (key[0] != 6) {
      throw new AssertionError("type");
    }
    var lines = text.split("\n", -1);
    var message = new ByteArrayOutputStream();
    message.writeBytes("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII));
    message.write(name.length());
    message.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    message.write(signature, 0, 8);
    message.write(lines[0].length());
    message.writeBytes(lines[0].getBytes(StandardCharsets.UTF_8));
    message.writeBytes(new byte[8]);
    message.writeBytes(HexFormat.of().parseHex("%016x".formatted(Long.parseLong(lines[1]))));
    message.writeBytes(Base64.getDecoder().decode(lines[2]));
    return verifies(
        "ML-DSA-44",
        "30820532300b0609608648016503040311038205210" + "0",
        bare,
        message.toByteArray(),
        Arrays.copyOfRange(signature, 8, signature.length));
  }

  private static boolean verifies(
      String algorithm, String prefix, byte[] key, byte[] message, byte[] signature)
      throws Exception {
    var encoded = HexFormat.of().parseHex(prefix + HexFormat.of().formatHex(key));
    var verifier = Signature.getInstance(algorithm);
    verifier.initVerify(
        KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static int k(int n) {
    var k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }

  private static List<byte[]> joined(List<byte[]> all, byte[] last) {
    var joined = new ArrayList<>(all);
    joined.add(last);
    return joined;
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        sha256.update(part);
      }
      return sha256.digest();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
