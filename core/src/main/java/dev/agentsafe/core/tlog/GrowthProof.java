package dev.agentsafe.core.tlog;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file that proves offline that a log grew out of an earlier checkpoint; built like {@code
 * tlog-proof}, since C2SP has no file for this.
 *
 * @param checkpoint the later one, signed
 */
public record GrowthProof(ConsistencyProof consistency, SignedNote checkpoint) {
  private static final String FIRST = "agent-safe/tlog-consistency@v1";

  /** What came of reading a file. */
  public sealed interface Read {
    /** It is a proof; whether it proves anything is not said. */
    record Good(GrowthProof proof) implements Read {}

    /** It is none. */
    record Bad(String why) implements Read {}
  }

  /** What came of checking a proof. */
  public sealed interface Checked {
    /** The later log begins with the earlier one. */
    record Good(Checkpoint earlier, Checkpoint later) implements Checked {}

    /** It does not prove that. */
    record Bad(String why) implements Checked {}
  }

  /** Reads a file; never throws, whatever the bytes are. */
  public static Read read(byte[] bytes) {
    var parts = ProofText.cut(bytes);
    if (parts.isEmpty() || !parts.get().head().getFirst().equals(FIRST)) {
      return new Read.Bad("it does not begin with `" + FIRST + "`");
    }
    var head = parts.get().head();
    var first =
        head.size() > 1
            ? ProofText.word(head.get(1), "first").flatMap(ProofText::number)
            : java.util.Optional.<Long>empty();
    var path = ProofText.hashes(head.subList(Math.min(2, head.size()), head.size()));
    if (first.isEmpty() || path.isEmpty()) {
      return new Read.Bad("its first size or a hash is missing or misspelt");
    }
    return switch (SignedNote.read(parts.get().note().getBytes(StandardCharsets.UTF_8))) {
      case SignedNote.Read.Bad(var why) -> new Read.Bad("its checkpoint: " + why);
      case SignedNote.Read.Good(var note) ->
          Checkpoint.parse(note.text())
              .<Read>map(later ->
                  new Read.Good(
                      new GrowthProof(
                          new ConsistencyProof(first.get(), later.size(), path.get()), note)))
              .orElseGet(() -> new Read.Bad("its checkpoint is none"));
    };
  }

  /**
   * Checks that the log grew out of an earlier checkpoint; needs nothing else.
   *
   * @param earlier its signed note
   * @param key must have signed both
   */
  public Checked check(byte[] earlier, VerifierKey key) {
    var keys = List.of(key);
    if (!(Checkpoint.open(earlier, keys) instanceof Checkpoint.Opened.Good(var before, _, _))) {
      return new Checked.Bad("the key did not sign the earlier checkpoint, or it is none");
    }
    if (!(Checkpoint.open(checkpoint.bytes(), keys)
        instanceof Checkpoint.Opened.Good(var after, _, _))) {
      return new Checked.Bad("the key did not sign the later checkpoint");
    }
    if (!before.origin().equals(after.origin()) || !ProofText.isOf(after, key)) {
      return new Checked.Bad("the checkpoints and the key are not of one log");
    }
    return before.size() == consistency.first()
            && after.size() == consistency.second()
            && consistency.proves(before.root(), after.root())
        ? new Checked.Good(before, after)
        : new Checked.Bad("the later log does not begin with the earlier one");
  }

  /** The file. */
  public byte[] bytes() {
    var text = new StringBuilder(FIRST).append('\n');
    text.append("first ").append(consistency.first()).append('\n');
    consistency.path().forEach(hash -> text.append(hash.base64()).append('\n'));
    return ProofText.joined(text.append('\n').toString(), checkpoint);
  }
}
