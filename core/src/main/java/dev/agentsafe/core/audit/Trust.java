package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.SignedNote;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which keys count for a log: the first one, and those that a rotation handed over to.
 *
 * <p>A rotation hands over where a checkpoint that a trusted key signed covers an entry {@code
 * key_rotation} that names the new keys, and they signed that checkpoint too.
 */
final class Trust {
  private final List<VerifierKey> trusted = new ArrayList<>();
  private final List<VerifierKey> known;

  /**
   * Begins with one key.
   *
   * @param known all that the log's folder names; they count for nothing by that
   */
  Trust(VerifierKey first, List<VerifierKey> known) {
    trusted.add(first);
    this.known = known;
  }

  /** The keys that count. */
  List<VerifierKey> keys() {
    return List.copyOf(trusted);
  }

  /** A checkpoint that may hand over to other keys, if the log holds what it must. */
  record Bridge(Checkpoint checkpoint, List<VerifierKey> signers) {}

  /** Reads a checkpoint of any signer known here; whether it counts is not said. */
  Optional<Bridge> read(byte[] note) {
    var all = new ArrayList<>(trusted);
    all.addAll(known);
    return Checkpoint.open(note, all) instanceof Checkpoint.Opened.Good(var c, _, var signers)
        ? Optional.of(new Bridge(c, signers))
        : Optional.empty();
  }

  /** The checkpoints of a folder that more than one generation of keys signed, smallest first. */
  List<Bridge> bridges(SealFolder folder) throws IOException {
    var found = new ArrayList<Bridge>();
    for (var size : folder.sizes()) {
      var bytes = Files.readAllBytes(folder.checkpoint(size));
      if (SignedNote.read(bytes) instanceof SignedNote.Read.Good(var note)
          && note.signatures().stream().map(s -> s.name() + s.id()).distinct().count() > 2) {
        read(bytes).ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * Trusts the keys that a checkpoint hands over to.
   *
   * @param covered the rotations that the log holds among the lines that it covers
   */
  void cross(Bridge bridge, List<AuditEntry> covered) {
    if (bridge.signers().stream().noneMatch(trusted::contains)) {
      return;
    }
    var announced = covered.stream().flatMap(entry -> announced(entry).stream()).toList();
    for (var signer : bridge.signers()) {
      if (!trusted.contains(signer) && announced.contains(signer.vkey())) {
        trusted.add(signer);
      }
    }
  }

  private static List<String> announced(AuditEntry entry) {
    return entry.context().get("keys").orElse(Value.NULL) instanceof Value.Items(var items)
        ? items.stream()
            .filter(Value.Text.class::isInstance)
            .map(item -> ((Value.Text) item).value())
            .toList()
        : List.of();
  }
}
