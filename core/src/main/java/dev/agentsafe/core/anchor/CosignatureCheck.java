package dev.agentsafe.core.anchor;

import dev.agentsafe.core.tlog.NoteSignature;
import dev.agentsafe.core.tlog.VerifierKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checks what witnesses have signed, as {@code c2sp.org/tlog-cosignature} says. */
final class CosignatureCheck {
  /** How far ahead of this machine's a witness' clock may be. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  private final List<VerifierKey> witnesses;

  /** Believes those witnesses. */
  CosignatureCheck(List<VerifierKey> witnesses) {
    this.witnesses = List.copyOf(witnesses);
  }

  /**
   * Checks a checkpoint with cosignatures against the one that is in the log's folder.
   *
   * @param now no signature is from later
   */
  Checked check(byte[] cosigned, SignedCheckpoint checkpoint, Instant now) {
    var read = SignedCheckpoint.of(cosigned);
    if (read.isEmpty()) {
      return new Checked.Bad("it is no signed checkpoint");
    }
    if (!read.get().note().text().equals(checkpoint.note().text())) {
      return new Checked.Bad("it is signed over another checkpoint");
    }
    return check(read.get().note().signatures(), checkpoint, now);
  }

  /** Checks signatures of a checkpoint; those of keys that are not known are passed over. */
  Checked check(List<NoteSignature> signatures, SignedCheckpoint checkpoint, Instant now) {
    for (var signature : signatures) {
      var witness = named(signature);
      if (witness.isEmpty()) {
        continue;
      }
      if (!witness.get().verifies(checkpoint.note().text(), signature)) {
        return new Checked.Bad(
            "a signature in the name of `" + witness.get().name() + "` is not its own");
      }
      var at = witness.get().signedAt(signature);
      if (at.isEmpty()) {
        return new Checked.Bad("the key of `" + witness.get().name() + "` is none of a witness");
      }
      return at.get().isAfter(now.plus(AHEAD))
          ? new Checked.Bad(
              "`%s` says it signed at `%s`, which is not yet"
                  .formatted(witness.get().name(), at.get()))
          : new Checked.Good(at.get(), witness.get().name());
    }
    return new Checked.Bad("no witness that is known here signed it");
  }

  private Optional<VerifierKey> named(NoteSignature signature) {
    return witnesses.stream().filter(w -> w.isNamedBy(signature)).findFirst();
  }
}
