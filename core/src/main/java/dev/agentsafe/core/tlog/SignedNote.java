package dev.agentsafe.core.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and who signed it, as {@code c2sp.org/signed-note} says.
 *
 * @param text ends with a line feed
 * @param signatures at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** Bytes of the longest note that is read. */
  public static final int LONGEST = 1 << 18;

  private static final int MOST_SIGNATURES = 64;

  /** Copies the signatures and checks the form. */
  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n") || signatures.isEmpty() || text.chars().anyMatch(SignedNote::isBad)) {
      throw new IllegalArgumentException("no text for a note");
    }
  }

  /** What came of reading a note. */
  public sealed interface Read {
    /** It is one; its signatures are not checked yet. */
    record Good(SignedNote note) implements Read {}

    /** It is none. */
    record Bad(String why) implements Read {}
  }

  /** What came of looking for the signatures of known keys. */
  public sealed interface Checked {
    /**
     * They signed it, and none of the known keys' signatures is bad.
     *
     * @param signers at least one, in the order of the signatures
     */
    record Good(List<VerifierKey> signers) implements Checked {}

    /** None of them signed it, or what bears their name is forged. */
    record Bad(String why) implements Checked {}
  }

  /** Reads a note; never throws, whatever the bytes are. */
  public static Read read(byte[] bytes) {
    if (bytes.length > LONGEST) {
      return new Read.Bad("it is longer than " + LONGEST + " bytes");
    }
    String note;
    try {
      note = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return new Read.Bad("it is not UTF-8");
    }
    if (note.chars().anyMatch(SignedNote::isBad)) {
      return new Read.Bad("it has a control character");
    }
    var gap = note.lastIndexOf("\n\n");
    if (gap < 0 || !note.endsWith("\n") || note.length() == gap + 2) {
      return new Read.Bad("an empty line and signatures behind it are missing");
    }
    var signatures = new ArrayList<NoteSignature>();
    for (var line : note.substring(gap + 2, note.length() - 1).split("\n", -1)) {
      var signature = NoteSignature.parse(line);
      if (signature.isEmpty()) {
        return new Read.Bad("a line behind its text is no signature");
      }
      signatures.add(signature.get());
    }
    return signatures.size() > MOST_SIGNATURES
        ? new Read.Bad("it has more than " + MOST_SIGNATURES + " signatures")
        : new Read.Good(new SignedNote(note.substring(0, gap + 1), signatures));
  }

  /** Checks the signatures of known keys; those of others are passed over. */
  public Checked check(List<VerifierKey> known) {
    var signers = new ArrayList<VerifierKey>();
    for (var signature : signatures) {
      for (var key : known) {
        if (!key.isNamedBy(signature)) {
          continue;
        }
        if (!key.verifies(text, signature)) {
          return new Checked.Bad("a signature in the name of `" + key.name() + "` is not its own");
        }
        if (!signers.contains(key)) {
          signers.add(key);
        }
      }
    }
    return signers.isEmpty()
        ? new Checked.Bad("no key that is known here signed it")
        : new Checked.Good(List.copyOf(signers));
  }

  /** The note as it is written. */
  public byte[] bytes() {
    var out = new StringBuilder(text).append('\n');
    signatures.forEach(s -> out.append(s.line()).append('\n'));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The same text with further signatures behind those that it has. */
  public SignedNote with(List<NoteSignature> further) {
    var all = new ArrayList<>(signatures);
    all.addAll(further);
    return new SignedNote(text, all);
  }

  private static boolean isBad(int c) {
    return c < ' ' && c != '\n';
  }
}
