package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.tlog.TreeHasher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Checks the lines of a part of a log, on the supposition that the line before the part has the
 * hash that the part's first line names. One instance serves one thread.
 */
final class Segment {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** The two digits of each byte, as they stand in a line. */
  private static final short[] HEX = new short[256];

  static {
    var digits = HexFormat.of();
    for (var i = 0; i < HEX.length; i++) {
      HEX[i] = (short) (digits.toHighHexDigit(i) | digits.toLowHexDigit(i) << 8);
    }
  }

  private static final byte[] ROTATION =
      ("\"event_type\": \"" + EntryType.KEY_ROTATION + "\"").getBytes(StandardCharsets.US_ASCII);

  private final LineScanner scanner = new LineScanner();
  private final TreeHasher tree = new TreeHasher();
  private final Wanted wanted;
  private final Optional<BlobCheck> blobs;
  private final MessageDigest sha256 = CanonicalJson.sha256();
  private final byte[] digest = new byte[32];
  private final byte[] computed = new byte[64];

  /** What the line before the present one has, or must have, as its hash. */
  private final byte[] prev = new byte[64];

  /**
   * What is wanted besides the chain.
   *
   * @param leaves the lines' hashes for the log's tree
   * @param rotations the lines that announce keys
   * @param blobs where the blobs are that lines name; empty where they are not looked at
   */
  record Wanted(boolean leaves, boolean rotations, Optional<Path> blobs) {
    /** Nothing. */
    static final Wanted NOTHING = new Wanted(false, false, Optional.empty());
  }

  /** Checks the chain alone. */
  Segment() {
    this(Wanted.NOTHING);
  }

  Segment(Wanted wanted) {
    this.wanted = wanted;
    this.blobs = wanted.blobs().map(BlobCheck::new);
  }

  /**
   * A line that announces keys.
   *
   * @param number of the line in its part, 0-based
   */
  record Rotation(long number, AuditEntry entry) {}

  /**
   * What came of a part.
   *
   * @param lines good lines at its beginning
   * @param bytes how many bytes they take
   * @param supposed what the first of them names as the hash before it
   * @param last the entry hash of the last of them
   * @param complete whether no bad line follows them
   * @param extras what was wanted besides
   */
  record Result(
      long lines, long bytes, String supposed, String last, boolean complete, Extras extras) {
    /** A part in which no line begins. */
    static Result none() {
      return new Result(0, 0, "", "", true, new Extras(new Leaves(), List.of(), List.of()));
    }
  }

  /**
   * What was found besides the chain.
   *
   * @param leaves one for each good line, where they were wanted
   * @param lost blobs, with the numbers of their lines in the part
   */
  record Extras(Leaves leaves, List<Rotation> rotations, List<Finding.LostBlob> lost) {}

  /**
   * Checks the lines in a range.
   *
   * @param in has {@link LineScanner#SLACK} bytes behind the range
   * @param to behind a line feed, or the end of the log
   */
  Result check(byte[] in, int from, int to) {
    var supposed = supposed(in, from, to);
    System.arraycopy(supposed, 0, prev, 0, 64);
    var at = from;
    var lines = 0L;
    var leaves = new Leaves();
    var rotations = new ArrayList<Rotation>();
    while (at < to) {
      var end = scanner.scan(in, at);
      var known = end >= 0 && end < to && isGood(in, at, end);
      var next = known ? end + 1 : doubted(in, at, to);
      if (next < 0) {
        break;
      }
      // A good line ends with its line feed.
      if (wanted.leaves()) {
        leaves.add(tree, in, at, next - 1 - at);
      }
      if (wanted.rotations()) {
        rotation(in, at, next - 1, lines, rotations);
      }
      if (blobs.isPresent() && (!known || scanner.namesBlob())) {
        blobs.get().look(lines, Arrays.copyOfRange(in, at, next - 1));
      }
      lines++;
      at = next;
    }
    var lost = blobs.map(BlobCheck::taken).orElse(List.of());
    return new Result(
        lines,
        at - from,
        text(supposed),
        text(prev),
        at == to,
        new Extras(leaves, rotations, lost));
  }

  private static void rotation(byte[] in, int from, int to, long number, List<Rotation> found) {
    for (var at = from; at + ROTATION.length <= to; at++) {
      if (in[at] == ROTATION[0]
          && Arrays.equals(in, at, at + ROTATION.length, ROTATION, 0, ROTATION.length)) {
        LogReader.entry(number, Arrays.copyOfRange(in, from, to))
            .filter(entry -> entry.chain().type().equals(EntryType.KEY_ROTATION))
            .ifPresent(entry -> found.add(new Rotation(number, entry)));
        return;
      }
    }
  }

  /** Whether the hashes of a line that is spelled well are right. */
  private boolean isGood(byte[] in, int from, int end) {
    var named = scanner.prevHash();
    if (!Arrays.equals(in, named, named + 64, prev, 0, 64)) {
      return false;
    }
    // What was hashed is the line without the member `entry_hash`.
    var stored = scanner.entryHash();
    var behind = stored + 65;
    sha256.update(in, from, scanner.hashMember() - from);
    sha256.update(in, behind, end - behind);
    hex();
    if (!Arrays.equals(in, stored, stored + 64, computed, 0, 64)) {
      return false;
    }
    System.arraycopy(computed, 0, prev, 0, 64);
    return true;
  }

  private void hex() {
    try {
      sha256.digest(digest, 0, digest.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 has 32 bytes", e);
    }
    for (var i = 0; i < 32; i++) {
      SHORT.set(computed, 2 * i, HEX[digest[i] & 0xff]);
    }
  }

  /** Judges a line the plain way; where the next one begins, or a negative number for a bad one. */
  private int doubted(byte[] in, int from, int to) {
    var end = lineEnd(in, from, to);
    return switch (LineCheck.check(Arrays.copyOfRange(in, from, end), end < to, text(prev))) {
      case LineCheck.Result.Good(var hash) -> {
        System.arraycopy(hash.getBytes(StandardCharsets.US_ASCII), 0, prev, 0, 64);
        yield Math.min(end + 1, to);
      }
      case LineCheck.Result.Bad _ -> LineScanner.DOUBT;
    };
  }

  /** What the first line names as the hash before it; zeros where it names none. */
  private byte[] supposed(byte[] in, int from, int to) {
    if (from < to && scanner.scan(in, from) >= 0) {
      return Arrays.copyOfRange(in, scanner.prevHash(), scanner.prevHash() + 64);
    }
    var line = Arrays.copyOfRange(in, from, lineEnd(in, from, to));
    var named = LogReader.entry(0, line).map(e -> e.chain().prevHash()).orElse("");
    return (named.matches("[0-9a-f]{64}") ? named : LineCheck.GENESIS)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int lineEnd(byte[] in, int from, int to) {
    var at = from;
    while (at < to && in[at] != '\n') {
      at++;
    }
    return at;
  }

  private static String text(byte[] hash) {
    return new String(hash, StandardCharsets.ISO_8859_1);
  }
}
