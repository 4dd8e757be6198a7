package dev.agentsafe.app.audit;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.NoteSignature;
import dev.agentsafe.core.tlog.SignedNote;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a log's latest checkpoint, as it stands: whether it is to be believed is the
 * verdict's to say; immutable.
 *
 * @param beside the keys that stand beside the log
 */
public record SealFacts(Checkpoint checkpoint, List<Signer> signers, List<VerifierKey> beside) {
  private static final int PLAIN = 64;
  private static final int TIMED = 72;
  private static final int LATTICE = 2428;

  public SealFacts {
    signers = List.copyOf(signers);
    beside = List.copyOf(beside);
  }

  /**
   * One signature of it.
   *
   * @param key the signer's name and key id
   * @param at when it says it was made; empty: it says nothing of that
   */
  public record Signer(String key, String algorithm, Optional<Instant> at) {}

  /** Those of that log; empty where nothing seals it, or what does cannot be read. */
  static Optional<SealFacts> of(Path log) throws IOException {
    var folder = SealFolder.of(log);
    if (!Files.isRegularFile(folder.checkpoint())
        || Files.size(folder.checkpoint()) > SignedNote.LONGEST) {
      return Optional.empty();
    }
    if (!(SignedNote.read(Files.readAllBytes(folder.checkpoint()))
        instanceof SignedNote.Read.Good(var note))) {
      return Optional.empty();
    }
    var signers = note.signatures().stream().map(SealFacts::signer).toList();
    var beside = keys(folder);
    return Checkpoint.parse(note.text()).map(c -> new SealFacts(c, signers, beside));
  }

  private static List<VerifierKey> keys(SealFolder folder) throws IOException {
    if (!Files.isRegularFile(folder.keys())) {
      return List.of();
    }
    try (var lines = Files.lines(folder.keys(), java.nio.charset.StandardCharsets.ISO_8859_1)) {
      return lines.limit(100).flatMap(l -> VerifierKey.parse(l).stream()).toList();
    }
  }

  private static Signer signer(NoteSignature signature) {
    var bytes = signature.signature();
    var key = "%s+%08x".formatted(signature.name(), signature.id());
    return switch (bytes.length) {
      case PLAIN -> new Signer(key, "Ed25519", Optional.empty());
      case TIMED -> new Signer(key, "Ed25519", Optional.of(time(bytes)));
      case LATTICE -> new Signer(key, "ML-DSA-44", Optional.of(time(bytes)));
      default -> new Signer(key, "?", Optional.empty());
    };
  }

  private static Instant time(byte[] signature) {
    // What is beyond the last second that can be told is shown as that.
    return Instant.ofEpochSecond(
        Math.clamp(ByteBuffer.wrap(signature).getLong(), 0, Instant.MAX.getEpochSecond()));
  }

  /** When it was signed, as the latest of its signatures says. */
  Optional<Instant> at() {
    return signers.stream().flatMap(s -> s.at().stream()).max(Instant::compareTo);
  }
}
