package dev.agentsafe.core.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the files of proofs have in common: lines, an empty line, a checkpoint. */
final class ProofText {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

  /** More than any tree takes. */
  private static final int MOST_HASHES = 128;

  private ProofText() {}

  /** A file that is cut at its first empty line. */
  record Parts(List<String> head, String note) {}

  /** Cuts a file; empty where it is no UTF-8 or has no empty line. */
  static Optional<Parts> cut(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
    var gap = text.indexOf("\n\n");
    return gap < 0
        ? Optional.empty()
        : Optional.of(
            new Parts(List.of(text.substring(0, gap).split("\n", -1)), text.substring(gap + 2)));
  }

  /** What follows a word and a space. */
  static Optional<String> word(String line, String word) {
    return line.startsWith(word + " ")
        ? Optional.of(line.substring(word.length() + 1))
        : Optional.empty();
  }

  static Optional<Long> number(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  /** The hashes of some lines; empty where one is none, or they are too many. */
  static Optional<List<TreeHash>> hashes(List<String> lines) {
    var hashes = new ArrayList<TreeHash>();
    for (var line : lines) {
      var hash = TreeHash.parse(line);
      if (hash.isEmpty() || hashes.size() == MOST_HASHES) {
        return Optional.empty();
      }
      hashes.add(hash.get());
    }
    return Optional.of(hashes);
  }

  /** Whether a key may speak for a log: it bears its name, or is a witness's. */
  static boolean isOf(Checkpoint checkpoint, VerifierKey key) {
    return key.type() == SignatureType.ED25519_COSIGNATURE
        || key.name().equals(checkpoint.origin());
  }

  static byte[] joined(String head, SignedNote note) {
    return (head + new String(note.bytes(), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }
}
