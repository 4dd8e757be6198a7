package dev.agentsafe.core.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A file that proves one entry offline, as {@code c2sp.org/tlog-proof@v1} says.
 *
 * @param extra not covered by any signature; ours is the entry itself, which its hash vouches for
 * @param checkpoint the signed checkpoint of the tree
 */
public record TlogProof(Optional<String> extra, InclusionProof inclusion, SignedNote checkpoint) {
  private static final String FIRST = "c2sp.org/tlog-proof@v1";

  /** The proof of an entry that carries the entry. */
  public static TlogProof of(byte[] entry, InclusionProof inclusion, SignedNote checkpoint) {
    return new TlogProof(
        Optional.of(Base64.getEncoder().encodeToString(entry)), inclusion, checkpoint);
  }

  /** What came of reading a file. */
  public sealed interface Read {
    /** It is a proof; whether it proves anything is not said. */
    record Good(TlogProof proof) implements Read {}

    /** It is none. */
    record Bad(String why) implements Read {}
  }

  /** What came of checking a proof. */
  public sealed interface Checked {
    /** The entry is in the log of that checkpoint. */
    record Good(Checkpoint checkpoint) implements Checked {}

    /** It does not prove that. */
    record Bad(String why) implements Checked {}
  }

  /** Reads a file; never throws, whatever the bytes are. */
  public static Read read(byte[] bytes) {
    var parts = ProofText.cut(bytes);
    if (parts.isEmpty()) {
      return new Read.Bad("an empty line and a checkpoint behind it are missing");
    }
    var head = parts.get().head();
    if (!head.getFirst().equals(FIRST)) {
      return new Read.Bad("it does not begin with `" + FIRST + "`");
    }
    var extra = head.size() > 1 ? ProofText.word(head.get(1), "extra") : Optional.<String>empty();
    if (extra.filter(e -> StrictBase64.decode(e).isEmpty()).isPresent()) {
      return new Read.Bad("its extra data are not base64");
    }
    var at = extra.isPresent() ? 2 : 1;
    var index =
        head.size() > at
            ? ProofText.word(head.get(at), "index").flatMap(ProofText::number)
            : Optional.<Long>empty();
    var path = ProofText.hashes(head.subList(Math.min(at + 1, head.size()), head.size()));
    if (index.isEmpty() || path.isEmpty()) {
      return new Read.Bad("its index or a hash is missing or misspelt");
    }
    return switch (SignedNote.read(parts.get().note().getBytes(StandardCharsets.UTF_8))) {
      case SignedNote.Read.Bad(var why) -> new Read.Bad("its checkpoint: " + why);
      case SignedNote.Read.Good(var note) ->
          Checkpoint.parse(note.text())
              .<Read>map(checkpoint ->
                  new Read.Good(
                      new TlogProof(
                          extra,
                          new InclusionProof(index.get(), checkpoint.size(), path.get()),
                          note)))
              .orElseGet(() -> new Read.Bad("its checkpoint is none"));
    };
  }

  /** The entry that comes with it; empty where none does. */
  public Optional<byte[]> entry() {
    return extra.flatMap(StrictBase64::decode);
  }

  /**
   * Checks that an entry is in the log; needs nothing else.
   *
   * @param entry its exact bytes
   * @param key must have signed the checkpoint
   */
  public Checked check(byte[] entry, VerifierKey key) {
    return switch (Checkpoint.open(checkpoint.bytes(), java.util.List.of(key))) {
      case Checkpoint.Opened.Bad(var why) -> new Checked.Bad("the checkpoint: " + why);
      case Checkpoint.Opened.Good(var signed, _, _) ->
          !ProofText.isOf(signed, key)
              ? new Checked.Bad(
                  "the checkpoint is of the log `%s`, the key of `%s`"
                      .formatted(signed.origin(), key.name()))
              : inclusion.size() == signed.size()
                      && inclusion.proves(TreeHash.ofLeaf(entry), signed.root())
                  ? new Checked.Good(signed)
                  : new Checked.Bad("the entry is not in the log at that place");
    };
  }

  /** The file. */
  public byte[] bytes() {
    var text = new StringBuilder(FIRST).append('\n');
    extra.ifPresent(e -> text.append("extra ").append(e).append('\n'));
    text.append("index ").append(inclusion.index()).append('\n');
    inclusion.path().forEach(hash -> text.append(hash.base64()).append('\n'));
    return ProofText.joined(text.append('\n').toString(), checkpoint);
  }
}
