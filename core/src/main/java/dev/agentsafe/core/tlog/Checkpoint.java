package dev.agentsafe.core.tlog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a log is at some size, as {@code c2sp.org/tlog-checkpoint} says; without extension lines.
 *
 * @param origin names the log
 * @param size how many entries it has
 * @param root of the tree of those entries
 */
public record Checkpoint(String origin, long size, TreeHash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9]\\d{0,17}");

  /** Checks the origin and the size. */
  public Checkpoint {
    if (!KeyName.isGood(origin) || size < 0) {
      throw new IllegalArgumentException("no checkpoint: `" + origin + "`, " + size);
    }
  }

  /** What came of reading a signed checkpoint. */
  public sealed interface Opened {
    /**
     * Known keys signed it.
     *
     * @param signers those keys
     */
    record Good(Checkpoint checkpoint, SignedNote note, List<VerifierKey> signers)
        implements Opened {}

    /** It cannot be trusted. */
    record Bad(String why) implements Opened {}
  }

  /** Reads the text of a note; empty where it is no checkpoint, or one with extension lines. */
  public static Optional<Checkpoint> parse(String text) {
    var lines = text.split("\n", -1);
    if (lines.length != 4
        || !lines[3].isEmpty()
        || !KeyName.isGood(lines[0])
        || !SIZE.matcher(lines[1]).matches()) {
      return Optional.empty();
    }
    return TreeHash.parse(lines[2])
        .map(root -> new Checkpoint(lines[0], Long.parseLong(lines[1]), root));
  }

  /**
   * Reads a signed checkpoint and checks who signed it; never throws, whatever the bytes are.
   *
   * @param known the keys that count
   */
  public static Opened open(byte[] note, List<VerifierKey> known) {
    return switch (SignedNote.read(note)) {
      case SignedNote.Read.Bad(var why) -> new Opened.Bad(why);
      case SignedNote.Read.Good(var read) ->
          parse(read.text())
              .map(checkpoint -> open(checkpoint, read, known))
              .orElseGet(() -> new Opened.Bad("its text is no checkpoint"));
    };
  }

  private static Opened open(Checkpoint checkpoint, SignedNote note, List<VerifierKey> known) {
    return switch (note.check(known)) {
      case SignedNote.Checked.Bad(var why) -> new Opened.Bad(why);
      case SignedNote.Checked.Good(var signers) -> new Opened.Good(checkpoint, note, signers);
    };
  }

  /**
   * Signs it.
   *
   * @param keys at least one
   * @param now the time that those say which bear one
   */
  public SignedNote sign(List<NoteKey> keys, Instant now) {
    return new SignedNote(text(), keys.stream().map(key -> key.sign(text(), now)).toList());
  }

  /** The text that is signed: three lines. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }
}
